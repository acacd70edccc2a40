package io.kubelens.access;

/** The request carries no bearer token: 401. */
public final class MissingToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingToken(String message) {
        super(message, null, false, false);
    }
}
