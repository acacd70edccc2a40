package io.kubelens.access;

/** More logins at once than the realm is asked for: 429, and the same one may pass later. */
public final class TooManyLogins extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyLogins(String message) {
        super(message, null, false, false);
    }
}
