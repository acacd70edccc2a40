package io.kubelens.access;

/** The token is not one we accept: 401. The caller learns no more than that; the server's log may hold {@link #detail}. */
public final class InvalidToken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String detail;

    /** With what is wrong, for operators: never text out of the token. */
    public InvalidToken(String detail) {
        super("invalid token", null, false, false);
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
