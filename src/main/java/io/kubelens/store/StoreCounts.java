package io.kubelens.store;

import java.util.concurrent.atomic.LongAdder;

/** What this process has done to the store, for metrics. */
public final class StoreCounts {
    private final LongAdder stored = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    /** Counts and returns capsules that went because their time was over. */
    public int expired(int count) {
        expired.add(count);
        return count;
    }

    /** Counts and returns capsules that went because there was no more room. */
    public int evicted(int count) {
        evicted.add(count);
        return count;
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
