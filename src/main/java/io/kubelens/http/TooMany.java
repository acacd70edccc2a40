package io.kubelens.http;

/** A limit is reached: 429, and the same request may pass later. */
final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    /** {@code retryAfterSeconds} is how long the caller had better wait, 1 or more. */
    TooMany(String message, long retryAfterSeconds) {
        super(message, null, false, false);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
