package io.kubelens.sessions;

/** More than {@code session.max_bytes}: 413. */
public final class SessionTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SessionTooLarge(String message) {
        super(message);
    }
}
