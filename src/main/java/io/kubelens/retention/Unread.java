package io.kubelens.retention;

/** A log cannot be read now; it is tried again. */
final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unread(String message) {
        super(message, null, false, false);
    }
}
