package io.kubelens.bench;

import io.kubelens.store.Capsule;
import io.kubelens.store.CapsuleKey;
import io.kubelens.store.CapsuleQuery;
import io.kubelens.store.CapsuleWriter;
import io.kubelens.store.ChunkPage;
import io.kubelens.store.MovingClock;
import io.kubelens.store.StoreConfig;
import io.kubelens.store.StoreRoutes;
import io.kubelens.store.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Capsules of realistic lines in a SQLite file: how small they are, how fast one opens, and how long readers wait while
 * others expire.
 *
 * @param openedAlone nanoseconds of opening a capsule at its end with nothing else going on, ascending
 * @param openedExpiring the same, while half of the capsules expire
 */
public record StoredLines(
        long lines,
        long bytes,
        long stored,
        long file,
        Duration storing,
        int expired,
        Duration expiring,
        List<Long> openedAlone,
        List<Long> openedExpiring) {
    private static final int LINES_OF_A_CAPSULE = 10_000;
    private static final int TAIL = 500;

    /** Arguments: how many lines, 10,000,000 without, and a directory for the file, a temporary one without. */
    public static void main(String[] args) throws Exception {
        long lines = args.length > 0 ? Long.parseLong(args[0]) : 10_000_000;
        Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("stored-lines");
        System.out.println(measure(directory, lines));
    }

    public static StoredLines measure(Path directory, long lines) throws Exception {
        Path file = directory.resolve("k.db");
        MovingClock clock = new MovingClock();
        String config = "storage: {database_url: 'sqlite://" + file
                + "', max_bytes: 100000000000, max_bytes_per_namespace: 100000000000}\n";
        int capsules = Math.toIntExact(Math.max(2, lines / LINES_OF_A_CAPSULE));
        try (StoreRoutes routes = new StoreRoutes(StoreConfig.read(directory, config), clock)) {
            List<String> pods = new ArrayList<>();
            long bytes = 0;
            long stored = 0;
            long storing = 0;
            LogText text = new LogText(new Random(42));
            for (int i = 0; i < capsules; i++) {
                CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
                for (int line = 0; line < LINES_OF_A_CAPSULE; line++) {
                    byte[] next = text.next();
                    writer.write(next, 0, next.length);
                }
                // Every second one expires, so that what is read lies between what goes.
                Duration life = Duration.ofMinutes(i % 2 == 0 ? 30 : 90);
                var capsule =
                        writer.seal(ended(i, clock), true, null, clock.instant().plus(life), clock);
                bytes += capsule.capsule().bytes();
                stored += capsule.capsule().stored();
                long from = System.nanoTime();
                routes.store(capsule);
                storing += System.nanoTime() - from;
                if (i % 2 == 1) {
                    pods.add(capsule.capsule().termination().podName());
                }
            }
            long size = size(directory);
            List<Long> alone = open(routes, pods, new AtomicBoolean(true), 300);
            clock.move(Duration.ofHours(1));
            AtomicBoolean expiring = new AtomicBoolean(true);
            List<Long> meanwhile;
            int expired = 0;
            long took;
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                Callable<List<Long>> reader = () -> open(routes, pods, expiring, Integer.MAX_VALUE);
                Future<List<Long>> reading = threads.submit(reader);
                long from = System.nanoTime();
                for (int gone = -1; gone != 0; expired += gone) {
                    gone = routes.expire();
                }
                took = System.nanoTime() - from;
                expiring.set(false);
                meanwhile = reading.get();
            }
            return new StoredLines(
                    (long) capsules * LINES_OF_A_CAPSULE,
                    bytes,
                    stored,
                    size,
                    Duration.ofNanos(storing),
                    expired,
                    Duration.ofNanos(took),
                    alone,
                    meanwhile);
        }
    }

    private static Termination ended(int number, MovingClock clock) {
        String pod = "web-7d4b9c-" + number;
        return new Termination(
                new CapsuleKey("0b9d3c1e-2f5a-4c57-9a3e-" + String.format(Locale.ROOT, "%012d", number), "app", 0),
                "ns-" + number % 10,
                pod,
                Map.of("app.kubernetes.io/name", "web", "pod-template-hash", "7d4b9c"),
                null,
                List.of("app"),
                "web",
                clock.instant().minusSeconds(600),
                clock.instant(),
                1,
                0,
                "Error",
                List.of());
    }

    /** Looks for a pod's capsule and unpacks what its last lines are in, again and again. */
    private static List<Long> open(StoreRoutes routes, List<String> pods, AtomicBoolean on, int most) {
        List<Long> took = new ArrayList<>();
        Random random = new Random(1);
        while ((on.get() || took.size() < 20) && took.size() < most) {
            int number = random.nextInt(pods.size());
            String pod = pods.get(number);
            long from = System.nanoTime();
            Capsule capsule = routes.load(CapsuleQuery.ofPod("ns-" + (2 * number + 1) % 10, pod))
                    .getFirst();
            int at = capsule.chunkOfTail(TAIL);
            routes.chunks(ChunkPage.of(capsule, at, capsule.chunks().size() - at))
                    .forEach(chunk -> {
                        if (chunk.lines().length == 0) {
                            throw new IllegalStateException("no lines in " + pod);
                        }
                    });
            took.add(System.nanoTime() - from);
        }
        Collections.sort(took);
        return took;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("k.db"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    static double ms(List<Long> sorted, double quantile) {
        return sorted.get(Math.min(sorted.size() - 1, (int) (quantile * sorted.size()))) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d lines of %.0f bytes: packed %.1f bytes a line (1:%.1f), on disk %.1f; stored at %,.0f lines/s%n"
                        + "opened alone: p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d times)%n"
                        + "opened while %d expired in %.1f s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d times)",
                lines,
                (double) bytes / lines,
                (double) stored / lines,
                (double) bytes / stored,
                (double) file / lines,
                lines / (storing.toNanos() / 1e9),
                ms(openedAlone, 0.5),
                ms(openedAlone, 0.99),
                ms(openedAlone, 1),
                openedAlone.size(),
                expired,
                expiring.toNanos() / 1e9,
                ms(openedExpiring, 0.5),
                ms(openedExpiring, 0.99),
                ms(openedExpiring, 1),
                openedExpiring.size());
    }
}
