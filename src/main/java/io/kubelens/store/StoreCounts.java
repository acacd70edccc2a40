package io.kubelens.store;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What this process has done to the store, for metrics. */
public final class StoreCounts {
    /** It is asked each second. */
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private volatile long worked = System.nanoTime();
    private final LongAdder stored = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    /** Counts and returns capsules that went because their time was over. */
    public int expired(int count) {
        worked = System.nanoTime();
        expired.add(count);
        return count;
    }

    /** Counts and returns capsules that went because there was no more room. */
    public int evicted(int count) {
        evicted.add(count);
        return count;
    }

    /** Whether capsules have been looked for whose time is over, a short time ago. */
    public boolean works() {
        return System.nanoTime() - worked < PATIENCE;
    }

    /** Capsules that were added. */
    public LongAdder stored() {
        return stored;
    }

    public LongAdder expired() {
        return expired;
    }

    public LongAdder evicted() {
        return evicted;
    }
}
