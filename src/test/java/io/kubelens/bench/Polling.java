package io.kubelens.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Users who ask again and again, each on a connection of its own and beginning at a time of its own.
 *
 * @param nanos from the first byte of a request to the last one of its answer, sorted
 * @param unchanged how many of the answers were 304
 */
record Polling(List<Long> nanos, int unchanged, long bytes) {

    /**
     * Asks for some time.
     *
     * @param request without the empty line at its end
     * @param remembers whether a user sends the tag of its last answer
     * @throws IllegalStateException when an answer is neither 200 nor 304
     */
    static Polling measure(int port, String request, boolean remembers, int users, Duration every, Duration time)
            throws Exception {
        Random random = new Random(1);
        long begin = System.nanoTime();
        List<PollingUser> all = new ArrayList<>();
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < users; i++) {
                PollingUser user = new PollingUser(port, request, remembers);
                long first = begin + random.nextLong(every.toNanos());
                all.add(user);
                done.add(threads.submit(() -> user.poll(first, every.toNanos(), begin + time.toNanos())));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            close(all);
        }
        return new Polling(
                all.stream().flatMap(user -> user.nanos().stream()).sorted().toList(),
                all.stream().mapToInt(PollingUser::unchanged).sum(),
                all.stream().mapToLong(PollingUser::bytes).sum());
    }

    private static void close(List<PollingUser> users) throws IOException {
        for (PollingUser user : users) {
            user.close();
        }
    }

    private double millis(double share) {
        return nanos.get((int) Math.ceil(share * nanos.size()) - 1) / 1e6;
    }

    /** The medians of the samples, and each sample's p99 in their order. */
    static String text(List<Polling> samples) {
        return String.format(
                Locale.ROOT,
                "median %.1f ms, p99 %.1f ms %s, worst %.1f ms of %d; %.0f %% are 304; %.1f KiB on average",
                median(samples, polling -> polling.millis(0.5)),
                median(samples, polling -> polling.millis(0.99)),
                samples.stream()
                        .map(polling -> String.format(Locale.ROOT, "%.1f", polling.millis(0.99)))
                        .toList(),
                samples.stream().mapToDouble(polling -> polling.millis(1)).max().orElseThrow(),
                samples.stream().mapToInt(polling -> polling.nanos.size()).sum(),
                median(samples, polling -> 100.0 * polling.unchanged / polling.nanos.size()),
                median(samples, polling -> polling.bytes / 1024.0 / polling.nanos.size()));
    }

    private static double median(List<Polling> samples, ToDoubleFunction<Polling> value) {
        return samples.stream()
                .mapToDouble(value)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
