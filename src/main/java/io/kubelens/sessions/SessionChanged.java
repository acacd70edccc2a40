package io.kubelens.sessions;

/** Not what {@code If-Match} expects is there: 412. */
public final class SessionChanged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SessionChanged(String message) {
        super(message);
    }
}
