package io.kubelens.logs;

import java.util.function.DoubleSupplier;

/** Waits of 1, 2, 4, 8 and then always 16 seconds, each up to a fifth longer by chance. */
final class Backoff {
    private static final int MOST = 4;
    private final DoubleSupplier chance;
    private int tries;

    /** {@code chance} gives numbers from 0 to 1. */
    Backoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** In nanoseconds. */
    long next() {
        long seconds = 1L << Math.min(tries++, MOST);
        return (long) (seconds * Timestamps.SECOND * (1 + chance.getAsDouble() / 5));
    }

    int tries() {
        return tries;
    }

    void reset() {
        tries = 0;
    }
}
