package io.kubelens.resources;

/** The pod or app is not there, or is not for this caller's eyes, which must look the same: 404. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message, null, false, false);
    }
}
