package io.kubelens.http;

/** This replica works on as many requests as it can: 503, and another one may answer. */
final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
        super("too many requests at once", null, false, false);
    }
}
