package io.kubelens.store;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What this process has done to the store, for metrics. */
public final class StoreCounts {
    /** It is asked each second. */
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private volatile long worked;
    private final LongAdder stored = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    /** Nothing has happened yet. */
    public StoreCounts() {
        this(System::nanoTime);
    }

    StoreCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.worked = nanoTime.getAsLong();
    }

    /** Counts and returns capsules that went because their time was over. */
    public int expired(int count) {
        worked = nanoTime.getAsLong();
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
        return nanoTime.getAsLong() - worked < PATIENCE;
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
