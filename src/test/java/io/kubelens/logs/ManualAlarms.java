package io.kubelens.logs;

import java.util.ArrayList;
import java.util.List;

/** Time that stands still until the test moves it. */
final class ManualAlarms implements Alarms {
    private final List<Ring> rings = new ArrayList<>();
    private long now = 1_000_000_000_000L;

    private record Ring(long at, Runnable action) {}

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Alarm at(long nanos, Runnable action) {
        Ring ring = new Ring(nanos, action);
        rings.add(ring);
        return () -> {
            synchronized (this) {
                rings.remove(ring);
            }
        };
    }

    synchronized int waiting() {
        return rings.size();
    }

    /** Nanoseconds until the next one rings; 0 when that should have been. */
    synchronized long untilNext() {
        return Math.max(0, rings.stream().mapToLong(Ring::at).min().orElse(Long.MAX_VALUE) - now);
    }

    void advance(double seconds) {
        List<Ring> due;
        synchronized (this) {
            now += (long) (seconds * Timestamps.SECOND);
            due = rings.stream().filter(ring -> ring.at() <= now).toList();
            rings.removeAll(due);
        }
        due.forEach(ring -> ring.action().run());
    }
}
