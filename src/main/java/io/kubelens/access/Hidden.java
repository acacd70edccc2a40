package io.kubelens.access;

/** The pod or app is absent or filtered out: 404. The message must be the same for both. */
public final class Hidden extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Hidden(String message) {
        super(message, null, false, false);
    }
}
