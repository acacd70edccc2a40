package io.kubelens.retention;

/** Nothing is kept of that pod, or not any more: 404. */
public final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Gone(String message) {
        super(message, null, false, false);
    }
}
