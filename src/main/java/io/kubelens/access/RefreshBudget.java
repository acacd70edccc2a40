package io.kubelens.access;

import java.time.Duration;

/**
 * How often strangers may make us ask the issuer: {@code burst} times at once, then once per {@code interval}. Times are
 * those of {@link System#nanoTime}. Not thread-safe.
 */
final class RefreshBudget {
    private final long interval;
    private final long slack;
    private long emptyUntil;

    RefreshBudget(Duration interval, int burst, long now) {
        this.interval = interval.toNanos();
        this.slack = this.interval * (burst - 1);
        this.emptyUntil = now - slack;
    }

    boolean tryTake(long now) {
        if (nanosUntilNext(now) > 0) {
            return false;
        }
        emptyUntil = Math.max(emptyUntil - now, -slack) + now + interval;
        return true;
    }

    /** 0 when one can be taken now. */
    long nanosUntilNext(long now) {
        return Math.max(0, emptyUntil - now);
    }
}
