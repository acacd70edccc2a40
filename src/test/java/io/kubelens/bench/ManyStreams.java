package io.kubelens.bench;

import io.kubelens.real.ContainerLog;
import io.kubelens.real.GatewayClient;
import io.kubelens.real.LogViewer;
import io.kubelens.real.RealCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Many streams, each of another pod and with an upstream of its own, at one line per second.
 *
 * @param threadsBefore with one stream open
 * @param threads with all of them open and every line delivered
 */
record ManyStreams(int streams, int lines, int threadsBefore, int threads) {

    /** Each stream gets as many lines, one per second. @throws IllegalStateException when one got other lines */
    static ManyStreams measure(RealCluster cluster, GatewayClient client, String token, int streams, int lines)
            throws IOException {
        String run = "many-" + System.nanoTime() + "-";
        List<ContainerLog> logs = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            cluster.pods().running("shop", run + i, Map.of(), "app");
            logs.add(cluster.log(run + i));
        }
        logs.forEach(log -> log.append(Instant.now(), "line 0"));
        client.awaitPod("shop", run + (streams - 1), token);
        List<LogViewer> viewers = new ArrayList<>();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            viewers.add(open(client, token, run + 0).awaitLines(1));
            int before = JvmThreads.count();
            for (int i = 1; i < streams; i++) {
                viewers.add(open(client, token, run + i));
            }
            viewers.forEach(viewer -> viewer.awaitLines(1));
            for (int i = 0; i < streams; i++) {
                write(clock, logs.get(i), lines, i * 1000L / streams);
            }
            Awaitility.await("all lines")
                    .atMost(Duration.ofSeconds(lines + 30L))
                    .until(() ->
                            viewers.stream().allMatch(viewer -> viewer.lines().size() >= lines));
            int during = JvmThreads.count();
            check(viewers, lines);
            return new ManyStreams(streams, lines, before, during);
        } finally {
            viewers.forEach(LogViewer::close);
        }
    }

    private static LogViewer open(GatewayClient client, String token, String pod) {
        return client.follow("/api/v1/namespaces/shop/pods/" + pod + "/logs", token);
    }

    private static void write(ScheduledExecutorService clock, ContainerLog log, int lines, long offset) {
        for (int line = 1; line < lines; line++) {
            String text = "line " + line;
            var unused =
                    clock.schedule(() -> log.append(Instant.now(), text), offset + line * 1000L, TimeUnit.MILLISECONDS);
        }
    }

    private static void check(List<LogViewer> viewers, int lines) {
        List<String> expected =
                IntStream.range(0, lines).mapToObj(i -> "line " + i).toList();
        for (LogViewer viewer : viewers) {
            if (!viewer.messages().equals(expected)) {
                throw new IllegalStateException("got " + viewer.messages());
            }
        }
    }
}
