package io.kubelens.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.ContainerLog;
import io.kubelens.real.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A pod that writes numbered lines, many with one timestamp, while its log is cut, rotated, refused and its container
 * restarted. Nothing is taken away that Kubernetes would no longer have for a viewer of {@link Cuts}: it rotates when
 * all have all lines, and restarts when all have what lies before the run that becomes the previous one.
 */
final class CutsPod {
    private static final int LONGEST = 10_000;
    private static final int BACKLOG = 1500;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String FILLER = "the quick brown fox \"jumps\" over\t thé läzy 犬 \u001b[1m".repeat(500);

    private final RealCluster cluster;
    private final Pod pod;
    private final ContainerLog log;
    private final Random random;
    private final CutsTally tally;
    private final BooleanSupplier goesOn;
    private final List<AtomicInteger> viewers = new CopyOnWriteArrayList<>();
    private volatile int written;
    private int runBegan;
    private Instant last = Instant.now();
    private boolean fresh = true;

    CutsPod(RealCluster cluster, Pod pod, long seed, CutsTally tally, BooleanSupplier goesOn) {
        this.cluster = cluster;
        this.pod = pod;
        this.log = cluster.log(pod.getMetadata().getName());
        this.random = new Random(seed);
        this.tally = tally;
        this.goesOn = goesOn;
    }

    String name() {
        return pod.getMetadata().getName();
    }

    int written() {
        return written;
    }

    /** Joins a viewer. @return the number of the line it wants next, to be kept up to date by it */
    AtomicInteger join() {
        AtomicInteger next = new AtomicInteger();
        viewers.add(next);
        return next;
    }

    /** What line {@code number} says. */
    static String text(int number) {
        int dice = Math.floorMod(number * 0x9E3779B9, 1000);
        int length = dice == 0 ? 20_000 : dice % 300;
        return number + " " + FILLER.substring(0, length);
    }

    /** What a viewer of line {@code number} is to get. */
    static String shown(int number) {
        String text = text(number);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...[truncated]";
    }

    void write(int count) {
        int from = written;
        Instant now = Instant.now();
        boolean again = !fresh && random.nextInt(10) == 0;
        last = again ? last : now.isAfter(last) ? now : last.plusNanos(1);
        fresh = false;
        List<String> lines = IntStream.range(written, written + count)
                .mapToObj(CutsPod::text)
                .toList();
        log.append(last, lines);
        written = from + count;
    }

    /** Writes and misbehaves until it is told to end. */
    void run() {
        while (goesOn.getAsBoolean()) {
            int dice = random.nextInt(1000);
            if (dice < 60) {
                log.cut();
                tally.upstreamCuts.incrementAndGet();
            } else if (dice < 120) {
                log.cutAfter(1 + random.nextInt(20_000));
                tally.upstreamCuts.incrementAndGet();
            } else if (dice < 132) {
                rotate();
            } else if (dice < 140) {
                restart();
            } else if (dice < 150) {
                trouble();
            }
            burst();
        }
    }

    private void burst() {
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 1 + random.nextInt(10);
        await(() -> behind(written - BACKLOG));
        if (goesOn.getAsBoolean()) {
            write(count);
            pause(1 + random.nextInt(20));
        }
    }

    private void rotate() {
        await(() -> behind(written));
        if (goesOn.getAsBoolean()) {
            log.rotate();
            fresh = true;
            tally.rotations.incrementAndGet();
        }
    }

    private void restart() {
        await(() -> behind(runBegan));
        if (goesOn.getAsBoolean()) {
            runBegan = written;
            cluster.pods().restart(pod, Instant.now());
            fresh = true;
            tally.restarts.incrementAndGet();
        }
    }

    private void trouble() {
        switch (random.nextInt(3)) {
            case 0 -> log.refuse(429);
            case 1 -> log.refuse(503);
            default -> log.failFollows("failed to create fsnotify watcher: too many open files");
        }
        log.cut();
        tally.troubles.incrementAndGet();
        pause(20 + random.nextInt(300));
        log.refuse(0);
        log.failFollows(null);
    }

    /** Whether line {@code number} lies behind all viewers. */
    private boolean behind(int number) {
        return viewers.stream().allMatch(next -> next.get() >= number);
    }

    /** Gives up after a while: who waits for a line that was lost is told of it by the lines that follow. */
    private void await(BooleanSupplier happened) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (goesOn.getAsBoolean() && !happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                tally.example(name() + " waits in vain for its viewers, at line " + written);
                return;
            }
            pause(5);
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
