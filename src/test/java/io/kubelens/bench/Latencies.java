package io.kubelens.bench;

import java.time.Duration;
import java.util.Locale;

/** How long each of very many lines took, in steps of 10 µs up to 20 s. One thread adds. */
final class Latencies {
    private static final int STEP = 10_000;

    private final int[] counts = new int[2_000_000];
    private long all;

    void add(long nanos) {
        counts[Math.clamp(nanos / STEP, 0, counts.length - 1)]++;
        all++;
    }

    long count() {
        return all;
    }

    /** @param share of the lines that took no longer; 1 for the worst */
    Duration quantile(double share) {
        long left = (long) Math.ceil(share * all);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0) {
                return Duration.ofNanos((long) (i + 1) * STEP);
            }
        }
        throw new IllegalStateException("nothing was measured");
    }

    /** In milliseconds. */
    double millis(double share) {
        return quantile(share).toNanos() / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.2f ms, p99 %.2f ms, worst %.2f ms of %d",
                millis(0.5),
                millis(0.99),
                millis(1),
                all);
    }
}
