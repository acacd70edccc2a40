package io.kubelens.request;

/** Who is calling, for those who keep something for each user. */
public interface Caller {
    /** The token's {@code sub}; hostile until proven otherwise, so only ever data. */
    String subject();
}
