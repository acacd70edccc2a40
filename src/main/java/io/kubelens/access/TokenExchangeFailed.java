package io.kubelens.access;

/** The realm could not be asked for a token, or refused us and not the login: 502. A later try may succeed. */
public final class TokenExchangeFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenExchangeFailed(String message) {
        super(message, null, false, false);
    }
}
