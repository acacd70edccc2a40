package io.kubelens.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Viewers of an app and of its pods whose connections are cut at random bytes, while upstreams are cut, rotated and
 * refused, and containers restart.
 *
 * @param seed makes the same dice fall again, at other moments
 * @param cuts of viewers' connections, after a random number of bytes
 * @param otherEnds of viewers' connections: left since nothing came, or broken by the gateway
 * @param gaps told; none is needed, since nothing was lost that somebody had not read
 * @param wrong lines with another text, answers that were no stream, ends that were said to be for good
 * @param examples of what went wrong, and of gaps
 */
public record Cuts(
        long seed,
        int cuts,
        int otherEnds,
        int upstreamCuts,
        int rotations,
        int restarts,
        int troubles,
        long written,
        long delivered,
        int gaps,
        long lost,
        long doubled,
        long wrong,
        Duration took,
        String examples) {
    private static final int PODS = 3;
    private static final int POD_VIEWERS = 3;
    private static final int APP_VIEWERS = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SHOP = "/api/v1/namespaces/shop/";

    /** Prints the figures; {@code -Dcuts=10000 -Dseed=<number>}. Ends with 1 when a line was lost or doubled. */
    public static void main(String[] args) {
        int cuts = Integer.getInteger("cuts", 10_000);
        long seed = Long.getLong("seed", System.nanoTime());
        Cuts result;
        try (RealCluster cluster = RealCluster.start();
                Keycloak keycloak = Keycloak.shared();
                Lens lens = Lens.ready(cluster, GatewayConfig.of(keycloak))) {
            System.out.println("seed " + seed);
            result = measure(cluster, lens, keycloak, cuts, seed);
            System.out.println(result);
        }
        System.exit(result.isExact() ? 0 : 1);
    }

    boolean isExact() {
        return lost == 0 && doubled == 0 && wrong == 0;
    }

    /** Cuts until it is enough, lets all viewers read to the end, and counts. */
    static Cuts measure(RealCluster cluster, Lens lens, Keycloak keycloak, int cuts, long seed) {
        long begin = System.nanoTime();
        Random random = new Random(seed);
        CutsTally tally = new CutsTally();
        AtomicBoolean over = new AtomicBoolean();
        try (CutsToken token = new CutsToken(keycloak);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                String app = "cuts-" + System.nanoTime();
                List<CutsPod> pods = pods(cluster, app, random, tally, () -> tally.cuts.get() < cuts && !over.get());
                lens.client().awaitPod("shop", pods.getLast().name(), token.get());
                List<CutsViewer> viewers = viewers(lens, app, pods, token, random, tally);
                pods.forEach(pod -> pod.write(1));
                viewers.forEach(viewer ->
                        threads.execute(tally.watching(() -> viewer.run(() -> tally.cuts.get() < cuts, over::get))));
                Awaitility.await("every viewer follows")
                        .until(() -> viewers.stream().allMatch(CutsViewer::hasBegun));
                pods.forEach(pod -> threads.execute(tally.watching(pod::run)));
                awaitCuts(tally, cuts);
                settle(viewers);
                return result(seed, tally, pods, viewers, begin);
            } finally {
                over.set(true);
            }
        }
    }

    /** Gives up, and lets the count speak, when nobody has got a line for a while. */
    private static void awaitCuts(CutsTally tally, int cuts) {
        long delivered = -1;
        while (tally.cuts.get() < cuts && tally.delivered.get() > delivered) {
            delivered = tally.delivered.get();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Awaitility.await("cuts, or a sign that none will come")
                    .atMost(PATIENCE.multipliedBy(2))
                    .until(() -> tally.cuts.get() >= cuts || System.nanoTime() > deadline);
        }
    }

    /** Waits for the last line, and a little longer for one too many. */
    private static void settle(List<CutsViewer> viewers) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Awaitility.await("all lines, or no more patience")
                .atMost(Duration.ofMinutes(1))
                .until(() -> viewers.stream().allMatch(CutsViewer::hasAll) || System.nanoTime() > deadline);
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }

    private static List<CutsPod> pods(
            RealCluster cluster, String app, Random random, CutsTally tally, BooleanSupplier goesOn) {
        List<Pod> created = cluster.pods().deployment("shop", app, Map.of("app", app), PODS, "app");
        return created.stream()
                .map(pod -> new CutsPod(cluster, pod, random.nextLong(), tally, goesOn))
                .toList();
    }

    private static List<CutsViewer> viewers(
            Lens lens, String app, List<CutsPod> pods, Supplier<String> token, Random random, CutsTally tally) {
        int port = lens.client().port();
        List<CutsViewer> viewers = new ArrayList<>();
        for (CutsPod pod : pods) {
            for (int i = 0; i < POD_VIEWERS; i++) {
                String path = SHOP + "pods/" + pod.name() + "/logs";
                viewers.add(new CutsViewer(port, path, token, List.of(pod), random.nextLong(), tally));
            }
        }
        for (int i = 0; i < APP_VIEWERS; i++) {
            viewers.add(new CutsViewer(port, SHOP + "apps/" + app + "/logs", token, pods, random.nextLong(), tally));
        }
        return viewers;
    }

    private static Cuts result(long seed, CutsTally tally, List<CutsPod> pods, List<CutsViewer> viewers, long begin) {
        long missing = viewers.stream().mapToLong(CutsViewer::missing).sum();
        return new Cuts(
                seed,
                tally.cuts.get(),
                tally.otherEnds.get(),
                tally.upstreamCuts.get(),
                tally.rotations.get(),
                tally.restarts.get(),
                tally.troubles.get(),
                pods.stream().mapToLong(CutsPod::written).sum(),
                tally.delivered.get(),
                tally.gaps.get(),
                tally.lost.get() + missing,
                tally.doubled.get(),
                tally.wrong.get(),
                Duration.ofNanos(System.nanoTime() - begin),
                tally.examples());
    }
}
