package io.kubelens.http;

/** This replica cannot serve yet, or no longer. */
public final class NotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotReady(String message) {
        super(message, null, false, false);
    }
}
