package io.kubelens.request;

/** What was asked cannot be answered as it was asked: 400. The message goes to the caller and names the fix. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadRequest(String message) {
        super(message, null, false, false);
    }
}
