package io.kubelens.bench;

import io.kubelens.real.ContainerLog;
import io.kubelens.real.GatewayClient;
import io.kubelens.real.LogViewer;
import io.kubelens.real.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;

/**
 * From the kubelet's write of a line, through API server and gateway, to a client that has it.
 *
 * @param samples lines times viewers
 */
record LineLatency(int viewers, int samples, Duration median, Duration p99, Duration worst) {

    /** All viewers follow one pod. @throws IllegalStateException when one does not get every line exactly once */
    static LineLatency measure(
            RealCluster cluster, GatewayClient client, String token, int viewers, int lines, Duration pause) {
        String pod = "latency-" + System.nanoTime();
        cluster.pods().running("shop", pod, Map.of(), "app");
        ContainerLog log = cluster.log(pod);
        client.awaitPod("shop", pod, token);
        log.append(Instant.now(), "first");
        List<LogViewer> open = new ArrayList<>();
        AtomicLongArray written = new AtomicLongArray(lines);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < viewers; i++) {
                open.add(client.follow("/api/v1/namespaces/shop/pods/" + pod + "/logs", token));
            }
            open.forEach(viewer -> viewer.awaitLines(1));
            for (int i = 0; i < lines; i++) {
                int line = i;
                var unused = clock.schedule(
                        () -> {
                            written.set(line, System.nanoTime());
                            log.append(Instant.now(), Integer.toString(line));
                        },
                        pause.toNanos() * i,
                        TimeUnit.NANOSECONDS);
            }
            Awaitility.await("all lines")
                    .atMost(pause.multipliedBy(lines).plusSeconds(30))
                    .until(() -> open.stream().allMatch(viewer -> viewer.lines().size() > lines));
        }
        long[] waits = new long[viewers * lines];
        for (int v = 0; v < viewers; v++) {
            List<LogViewer.Event> events = open.get(v).lines();
            open.get(v).close();
            for (int i = 0; i < lines; i++) {
                LogViewer.Event event = events.get(i + 1);
                if (events.size() != lines + 1 || !event.message().equals(Integer.toString(i))) {
                    throw new IllegalStateException("viewer " + v + " got " + event + " for line " + i);
                }
                waits[v * lines + i] = event.nanos() - written.get(i);
            }
        }
        Arrays.sort(waits);
        return new LineLatency(viewers, waits.length, quantile(waits, 0.5), quantile(waits, 0.99), quantile(waits, 1));
    }

    private static Duration quantile(long[] sorted, double share) {
        return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }
}
