package io.kubelens.http;

/** This replica is about to stop: 503, and clients try another one. */
final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopping() {
        super("stopping", null, false, false);
    }
}
