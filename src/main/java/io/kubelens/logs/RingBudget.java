package io.kubelens.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The bytes that all rings share. No log holds more than a quarter of them. When they are used up, who has just grown
 * lets go of its own oldest lines if it holds more than its share, else every log in turn gives up a chunk.
 */
final class RingBudget {
    private final LongSupplier most;
    private final AtomicLong used = new AtomicLong();
    private final Deque<SharedLog> turns = new ArrayDeque<>();

    /** {@code most} bytes; asked again every time, so that it may change. */
    RingBudget(LongSupplier most) {
        this.most = most;
    }

    long used() {
        return used.get();
    }

    synchronized void add(SharedLog log) {
        turns.add(log);
    }

    synchronized void remove(SharedLog log) {
        turns.remove(log);
    }

    void count(long bytes) {
        used.addAndGet(bytes);
    }

    /** To be called after growth, without the lock of any log. */
    void settle(SharedLog grown) {
        while (grown.memory() > most.getAsLong() / 4 && grown.dropOldest()) {}
        if (used.get() > most.getAsLong()) {
            makeRoom(grown);
        }
    }

    private synchronized void makeRoom(SharedLog grown) {
        long share = most.getAsLong() / Math.max(1, turns.size());
        while (used.get() > most.getAsLong() && grown.memory() > share && grown.dropOldest()) {}
        int idle = 0;
        while (used.get() > most.getAsLong() && idle < turns.size()) {
            SharedLog next = turns.remove();
            turns.add(next);
            idle = next.dropOldest() ? 0 : idle + 1;
        }
    }
}
