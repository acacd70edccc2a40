package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.ContainerLog;
import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.LogViewer;
import io.kubelens.real.RealCluster;
import io.kubelens.real.SharedCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the figures are of the right order; the numbers themselves are measured by {@link Figures}. */
@ExtendWith(SharedCluster.class)
class FiguresIT {
    private static RealCluster cluster;
    private static Lens lens;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
        token = keycloak.token("developer");
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void needsNoThreadPerStream() throws IOException {
        ManyStreams result = ManyStreams.measure(cluster, lens.client(), token, 100, 3);

        assertThat(result.threads() - result.threadsBefore()).isLessThan(25);
    }

    @Test
    void opensOneUpstreamForFiftyViewers() {
        cluster.pods().running("shop", "popular", Map.of(), "app");
        ContainerLog log = cluster.log("popular");
        lens.client().awaitPod("shop", "popular", token);
        log.append(Instant.now(), "0");
        List<LogViewer> viewers = IntStream.range(0, 50)
                .mapToObj(i -> lens.client().follow("/api/v1/namespaces/shop/pods/popular/logs", token))
                .toList();
        viewers.forEach(viewer -> viewer.awaitLines(1));

        IntStream.range(1, 100).forEach(i -> log.append(Instant.now(), Integer.toString(i)));

        viewers.forEach(viewer -> assertThat(viewer.awaitLines(100).messages()).isEqualTo(numbers(100)));
        assertThat(log.open()).isEqualTo(1);
        viewers.forEach(LogViewer::close);
    }

    @Test
    void mergesAHundredPodsInOrder() {
        List<ContainerLog> logs = cluster.pods().deployment("shop", "crew", Map.of("app", "crew"), 100, "app").stream()
                .map(pod -> cluster.log(pod.getMetadata().getName()))
                .toList();
        lens.client().awaitPod("shop", "crew-5d4f8c7b9-99", token);
        try (LogViewer viewer = lens.client().follow("/api/v1/namespaces/shop/apps/crew/logs?tail=0", token)) {
            await("all pods are followed").atMost(Duration.ofSeconds(30)).until(() -> logs.stream()
                    .allMatch(log -> log.open() > 0));

            Instant start = Instant.now();
            for (int i = 0; i < 2000; i++) {
                logs.get(i % 100).append(start.plusNanos(i * 1000L), Integer.toString(i));
            }

            assertThat(viewer.awaitLines(2000).messages()).isEqualTo(numbers(2000));
            assertThat(viewer.lines()).noneMatch(line -> line.data().has("late"));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void bringsALineToTwentyViewersWithoutNoticeableDelay() {
        LineLatency result = LineLatency.measure(cluster, lens.client(), token, 20, 100, Duration.ofMillis(10));

        assertThat(result.samples()).isEqualTo(2000);
        assertThat(result.p99()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void keepsTheLogsOfContainersThatEndTogether() throws Exception {
        List<String> lines = IntStream.range(0, 500).mapToObj(i -> "line " + i).toList();
        List<Pod> pods = IntStream.range(0, 25)
                .mapToObj(i -> cluster.pods().running("shop", "burst-" + i, Map.of(), "app"))
                .toList();
        List<String> names =
                pods.stream().map(pod -> pod.getMetadata().getName()).toList();
        names.forEach(name -> cluster.log(name).append(Instant.now(), lines));
        pods.forEach(pod -> cluster.pods().terminated(pod, 1));

        await("all are kept").atMost(Duration.ofSeconds(20)).until(() -> kept(names) == 25);
        assertThat(names).allMatch(name -> cluster.log(name).opened() == 1);
    }

    private static long kept(List<String> pods) throws Exception {
        return Terminations.kept(lens.client().port(), token).entrySet().stream()
                .filter(run -> pods.contains(run.getKey()) && run.getValue() == 500)
                .count();
    }
}
