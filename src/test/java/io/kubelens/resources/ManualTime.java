package io.kubelens.resources;

import io.kubelens.store.MovingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that stands still until it is moved: a clock's, and that of {@code System.nanoTime} beside it. */
final class ManualTime {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

    private final MovingClock clock = new MovingClock(BEGIN);

    void pass(Duration time) {
        clock.move(time);
    }

    Clock clock() {
        return clock;
    }

    Instant instant() {
        return clock.instant();
    }

    /** Beginning near the end of what a long can say, as System.nanoTime may. */
    long nanoTime() {
        return Long.MAX_VALUE - 1 + Duration.between(BEGIN, clock.instant()).toNanos();
    }
}
