package io.kubelens.bench;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of day as a log line has it. */
final class Clocks {
    private Clocks() {}

    /** Since 1970. */
    static long nanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
