package io.kubelens.sessions;

/** A user has too many requests for the own session: 429. */
public final class SessionBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SessionBusy(String message) {
        super(message);
    }
}
