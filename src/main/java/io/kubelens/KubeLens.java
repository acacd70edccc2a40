package io.kubelens;

/** The gateway. */
public final class KubeLens {
    private KubeLens() {}
}
