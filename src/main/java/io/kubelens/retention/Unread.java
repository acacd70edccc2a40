package io.kubelens.retention;

/** A log cannot be read now, or not be stored; it is tried again. */
final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unread(String message) {
        super(message, null, false, false);
    }
}
