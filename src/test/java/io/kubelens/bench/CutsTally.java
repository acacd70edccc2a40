package io.kubelens.bench;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a run of {@link Cuts} has counted so far. */
final class CutsTally {
    private static final int EXAMPLES = 20;

    final AtomicInteger cuts = new AtomicInteger();
    final AtomicInteger otherEnds = new AtomicInteger();
    final AtomicInteger upstreamCuts = new AtomicInteger();
    final AtomicInteger rotations = new AtomicInteger();
    final AtomicInteger restarts = new AtomicInteger();
    final AtomicInteger troubles = new AtomicInteger();
    final AtomicInteger gaps = new AtomicInteger();
    final AtomicLong delivered = new AtomicLong();
    final AtomicLong lost = new AtomicLong();
    final AtomicLong doubled = new AtomicLong();
    final AtomicLong wrong = new AtomicLong();
    private final Queue<String> examples = new ConcurrentLinkedQueue<>();

    /** Remembers what went wrong, the first few times. */
    void example(String what) {
        if (examples.size() < EXAMPLES) {
            examples.add(what);
        }
    }

    /** Counts it as wrong when the work breaks off. */
    Runnable watching(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                wrong.incrementAndGet();
                example(e.toString());
                throw e;
            }
        };
    }

    String examples() {
        return String.join("\n", examples);
    }
}
