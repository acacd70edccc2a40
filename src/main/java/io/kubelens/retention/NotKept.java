package io.kubelens.retention;

/** A log that routes decide not to keep: what is thrown before {@code pod-events} has handed it on is final. */
public final class NotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotKept(String message) {
        super(message, null, false, false);
    }
}
