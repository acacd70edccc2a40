package io.kubelens.resources;

/** There is no such pod or app: 404. The message must be that of {@code access.Hidden}, so that both look the same. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message, null, false, false);
    }
}
