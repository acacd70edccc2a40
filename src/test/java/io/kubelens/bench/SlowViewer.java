package io.kubelens.bench;

import io.kubelens.real.ContainerLog;
import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Two viewers of one pod that writes tens of thousands of lines per second: one reads all it gets, the other 10 KB per
 * second. The log is rotated as a node does, so that the slow one's lines go from the node as well.
 *
 * @param fastMissing lines that the fast viewer did not get
 * @param slowUntold lines that the slow viewer did not get although no gap covers them; in the end it reads up to
 *     the last one as fast as it can
 * @param slowGaps gaps that the slow viewer was told of
 * @param worstLag lines that the fast viewer was behind at most, a second's worth being what is written per second
 * @param heapBefore live bytes after a garbage collection, a fifth into the run
 * @param heapAfter the same at its end
 */
public record SlowViewer(
        int written,
        int perSecond,
        int fastMissing,
        int slowLines,
        int slowUntold,
        int slowGaps,
        int worstLag,
        long heapBefore,
        long heapAfter,
        String examples) {
    private static final int TRICKLE = 10_000;
    private static final int TICK_MILLIS = 20;
    private static final int FILE = 20_000;

    /** Prints the figures; {@code -Dseconds=240 -Drate=20000}. A connection lasts as long as its token: five minutes. */
    public static void main(String[] args) throws Exception {
        try (RealCluster cluster = RealCluster.start();
                Keycloak keycloak = Keycloak.shared();
                Lens lens = Lens.ready(cluster, config(keycloak));
                CutsToken token = new CutsToken(keycloak)) {
            Duration time = Duration.ofSeconds(Integer.getInteger("seconds", 240));
            System.out.println(measure(cluster, lens, token, time, Integer.getInteger("rate", 20_000)));
        }
        System.exit(0);
    }

    /** With a ring that soon is too small for the slow one. */
    static GatewayConfig config(Keycloak keycloak) {
        return GatewayConfig.of(keycloak).and("logs:\n  buffer_max_bytes: 4194304\n");
    }

    static SlowViewer measure(RealCluster cluster, Lens lens, Supplier<String> token, Duration time, int perSecond)
            throws Exception {
        String pod = "slow-" + System.nanoTime();
        cluster.pods().running("shop", pod, Map.of(), "app");
        ContainerLog log = cluster.log(pod);
        lens.client().awaitPod("shop", pod, token.get());
        int port = lens.client().port();
        String path = "/api/v1/namespaces/shop/pods/" + pod + "/logs";
        AtomicBoolean over = new AtomicBoolean();
        log.append(Instant.now(), SlowViewerCount.text(0));
        SlowViewerCount fast = new SlowViewerCount(port, path, token);
        SlowViewerCount slow = new SlowViewerCount(port, path, token);
        AtomicLong speed = new AtomicLong(TRICKLE);
        int written = 1;
        int worst = 0;
        long before = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> fastEnd = threads.submit(() -> fast.run(() -> Long.MAX_VALUE, over));
            Future<?> slowEnd = threads.submit(() -> slow.run(speed::get, over));
            await(() -> fast.next() > 0 && slow.next() > 0);
            long begin = System.nanoTime();
            long ticks = time.toMillis() / TICK_MILLIS;
            int perTick = perSecond * TICK_MILLIS / 1000;
            for (int tick = 0; tick < ticks; tick++) {
                log.append(Instant.now(), lines(written, written + perTick));
                written += perTick;
                worst = Math.max(worst, written - fast.next());
                if (written / FILE != (written - perTick) / FILE) {
                    int all = written;
                    await(() -> fast.next() >= all);
                    log.rotate();
                }
                if (tick == ticks / 5) {
                    before = heap();
                }
                LockSupport.parkNanos(begin + (tick + 1L) * TICK_MILLIS * 1_000_000 - System.nanoTime());
            }
            int all = written;
            await(() -> fast.next() >= all);
            long after = heap();
            // What it has not been told by now it has to hear on the way to the last line.
            speed.set(Long.MAX_VALUE);
            await(() -> slow.next() >= all);
            over.set(true);
            fastEnd.get();
            slowEnd.get();
            return new SlowViewer(
                    written,
                    perSecond,
                    fast.untold() + written - fast.next(),
                    slow.lines(),
                    slow.untold() + written - slow.next(),
                    slow.gaps(),
                    worst,
                    before,
                    after,
                    fast.examples() + slow.examples());
        } finally {
            over.set(true);
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(SlowViewerCount::text).toList();
    }

    /** Gives up after a while; the count says what is missing then. */
    private static void await(BooleanSupplier happened) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!happened.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
