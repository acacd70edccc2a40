package io.kubelens.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Writes lines at an even rate. */
final class Pacer {
    private Pacer() {}

    /**
     * Gives each number from {@code from} to its writer when its time has come, and tells when a batch is complete.
     *
     * @return when it began, by {@link System#nanoTime}
     */
    static long write(int from, int to, int perSecond, Duration pause, IntConsumer write, Runnable batch) {
        long start = System.nanoTime();
        int next = from;
        while (next < to) {
            long due = from + 1 + (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
            for (; next < Math.min(to, due); next++) {
                write.accept(next);
            }
            batch.run();
            rest(pause);
        }
        return start;
    }

    static void rest(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
