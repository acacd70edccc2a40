package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.store.MovingClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class DemoWorkloadTest {
    @RegisterExtension
    static final LoopbackWeb WEB = new LoopbackWeb();

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-02T03:04:05Z"));
    private DemoCluster cluster;
    private DemoWorkload world;

    @BeforeEach
    void start() {
        cluster = DemoCluster.start(WEB.vertx(), 0, clock);
        world = DemoWorkload.create(cluster, clock, 7, Duration.ofMinutes(3));
    }

    @AfterEach
    void stop() {
        world.close();
        cluster.close();
    }

    @Test
    void holdsWhatTheDemoShows() {
        assertThat(pods("shop", "web")).hasSize(3);
        assertThat(pods("payments", "ledger"))
                .extracting(pod -> pod.at("/metadata/name").asText())
                .containsExactly("ledger-0", "ledger-1");
        assertThat(pods("vault", "keeper")).hasSize(1);
        assertThat(pods("shop", "shadow")
                        .getFirst()
                        .at("/metadata/labels/kubelens.io~1hidden")
                        .asText())
                .isEqualTo("true");
        assertThat(pods("shop", "gateway").getFirst().at("/spec/initContainers"))
                .hasSize(1);
        assertThat(cluster.get("Deployment", "shop", "web")
                        .orElseThrow()
                        .at("/status/readyReplicas")
                        .asInt())
                .isEqualTo(3);
        assertThat(cluster.get("StatefulSet", "payments", "ledger")
                        .orElseThrow()
                        .at("/status/readyReplicas")
                        .asInt())
                .isEqualTo(2);
        assertThat(cluster.list("PodMetrics", "shop")).isNotEmpty();
    }

    @Test
    void podsHangTogetherAsControllersMakeThem() {
        ObjectNode pod = pods("shop", "web").getFirst();
        String hash = pod.at("/metadata/labels/pod-template-hash").asText();
        ObjectNode set = cluster.get("ReplicaSet", "shop", "web-" + hash).orElseThrow();
        assertThat(pod.at("/metadata/ownerReferences/0/uid")).isEqualTo(set.at("/metadata/uid"));
        assertThat(set.at("/metadata/ownerReferences/0/name").asText()).isEqualTo("web");
        assertThat(set.at("/status/readyReplicas").asInt()).isEqualTo(3);
        assertThat(set.at("/spec/selector/matchLabels/pod-template-hash").asText())
                .isEqualTo(hash);
    }

    @Test
    void everyKindOfLineIsInTheHistory() {
        assertThat(log("shop", "web", "").lines().count()).isBetween(200L, 220L);
        assertThat(log("shop", "worker", "")).contains("\u001b[31m");
        assertThat(log("shop", "catalog", "")).contains("\tat org.demo", "\n\nCaused by:", "\n  cache:\n");
        assertThat(log("shop", "greeter", "")).contains("👩‍👩‍👧‍👦", "こんにちは");
        assertThat(log("shop", "exporter", "")
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .isGreaterThan(10_000);
        assertThat(log("shop", "api", "").lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(log("shop", "gateway", "container=init-config").lines()).hasSize(1);
        assertThat(log("payments", "ledger", "").lines()).hasSizeGreaterThan(190);
        assertThat(log("vault", "keeper", "").lines()).allMatch(line -> line.contains("never"));
    }

    @Test
    void timesInALogAreInThePastAndGrow() {
        List<String> times = log("shop", "catalog", "timestamps=true")
                .lines()
                .map(line -> line.substring(0, 30))
                .toList();
        assertThat(times).isSorted().doesNotHaveDuplicates();
        assertThat(times.getLast()).isLessThan(clock.instant().toString());
    }

    @Test
    void sameSeedAndClockMakeTheSameWorld() {
        try (DemoCluster other = DemoCluster.start(WEB.vertx(), 0, clock);
                DemoWorkload again = DemoWorkload.create(other, clock, 7, Duration.ofMinutes(3))) {
            assertThat(again).isNotNull();
            List<String> names = names(cluster, "shop", "");
            assertThat(names(other, "shop", "")).isEqualTo(names);
            String path = "/api/v1/namespaces/shop/pods/"
                    + names(other, "shop", "web").getFirst() + "/log";
            assertThat(read(other, path)).isEqualTo(read(cluster, path));
        }
    }

    @Test
    void containersTalkAtTheirRate() {
        long before = log("shop", "web", "").lines().count();
        for (int i = 0; i < 600; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(log("shop", "web", "").lines().count() - before).isBetween(120L, 240L);
    }

    @Test
    void crashingPodRestartsAgainAndAgain() {
        ObjectNode pod = pods("payments", "importer").getFirst();
        assertThat(status(pod, "/state/waiting/reason")).isEqualTo("CrashLoopBackOff");
        assertThat(status(pod, "/restartCount")).isEqualTo("7");
        assertThat(log("payments", "importer", "previous=true")).endsWith("FATAL too many bad rows, giving up\n");
        pass(Duration.ofSeconds(10));
        assertThat(status(pods("payments", "importer").getFirst(), "/state/running/startedAt"))
                .isNotEmpty();
        assertThat(log("payments", "importer", "previous=true")).contains("FATAL");
        pass(Duration.ofSeconds(8));
        assertThat(status(pods("payments", "importer").getFirst(), "/state/waiting/reason"))
                .isEqualTo("CrashLoopBackOff");
        pass(Duration.ofSeconds(20));
        assertThat(status(pods("payments", "importer").getFirst(), "/restartCount"))
                .isEqualTo("9");
    }

    @Test
    void oneJobIsDoneAndTheOtherCompletes() {
        assertThat(pods("shop", "report-28817280")
                        .getFirst()
                        .at("/status/phase")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(pods("shop", "report-28818720")
                        .getFirst()
                        .at("/status/phase")
                        .asText())
                .isEqualTo("Running");
        pass(Duration.ofSeconds(30));
        assertThat(pods("shop", "report-28818720")
                        .getFirst()
                        .at("/status/phase")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(cluster.get("Job", "shop", "report-28818720")
                        .orElseThrow()
                        .at("/status/succeeded")
                        .asInt())
                .isEqualTo(1);
        assertThat(log("shop", "report-28818720", "follow=true")).endsWith("INFO report done\n");
    }

    @Test
    void rolloutReplacesPodsOneByOne() {
        List<String> before = names(cluster, "shop", "web");
        pass(Duration.ofMinutes(3));
        assertThat(pods("shop", "web")).hasSize(4).filteredOn(Pods::isReady).hasSize(3);
        pass(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(2));
        assertThat(pods("shop", "web"))
                .filteredOn(pod -> pod.at("/metadata").has("deletionTimestamp"))
                .hasSize(1);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(2));
        }
        assertThat(names(cluster, "shop", "web")).hasSize(3).doesNotContainAnyElementsOf(before);
        ObjectNode deployment = cluster.get("Deployment", "shop", "web").orElseThrow();
        assertThat(deployment.at("/status/updatedReplicas").asInt()).isEqualTo(3);
        assertThat(deployment.at("/status/readyReplicas").asInt()).isEqualTo(3);
        assertThat(deployment.at("/spec/template/spec/containers/0/image").asText())
                .endsWith("-r2");
        assertThat(cluster.list("ReplicaSet", "shop").stream()
                        .filter(set -> set.at("/metadata/name").asText().startsWith("web-"))
                        .map(Deployments::replicas))
                .containsExactlyInAnyOrder(0, 3);
        assertThat(cluster.list("Event", "shop")).isNotEmpty();
    }

    @Test
    void rolloutsKeepFewReplicaSets() {
        for (int i = 0; i < 5; i++) {
            world.rollOut("shop", "catalog");
            for (int step = 0; step < 6; step++) {
                pass(Duration.ofSeconds(2));
            }
        }
        assertThat(cluster.list("ReplicaSet", "shop").stream()
                        .filter(set -> set.at("/metadata/name").asText().startsWith("catalog-")))
                .hasSize(3);
        assertThat(pods("shop", "catalog")).hasSize(1);
    }

    @Test
    void metricsMove() {
        ObjectNode before = cluster.list("PodMetrics", "shop").getFirst();
        pass(Duration.ofSeconds(10));
        ObjectNode after = cluster.list("PodMetrics", "shop").getFirst();
        assertThat(after.at("/containers/0/usage")).isNotEqualTo(before.at("/containers/0/usage"));
    }

    @Test
    void runningWorldMovesByItself() {
        try (DemoCluster live = DemoCluster.start(WEB.vertx(), 0);
                DemoWorkload moving = DemoWorkload.create(live)) {
            String path =
                    "/api/v1/namespaces/shop/pods/" + names(live, "shop", "web").getFirst() + "/log";
            long before = read(live, path).lines().count();
            moving.run();
            await().until(() -> read(live, path).lines().count() > before);
        }
    }

    @Test
    void gatewayConfigNamesTheIssuer() {
        assertThat(DemoWorkload.gatewayConfig(URI.create("http://localhost:8180")))
                .contains("keycloak_url: \"http://localhost:8180\"", "allowed_namespaces: [shop, payments]")
                .doesNotContain("@KEYCLOAK");
    }

    private void pass(Duration time) {
        clock.move(time);
        world.tick();
    }

    private List<ObjectNode> pods(String namespace, String app) {
        return pods(cluster, namespace, app).toList();
    }

    private static Stream<ObjectNode> pods(DemoCluster cluster, String namespace, String app) {
        return cluster.list("Pod", namespace).stream()
                .filter(pod -> pod.at("/metadata/name").asText().startsWith(app));
    }

    private static List<String> names(DemoCluster cluster, String namespace, String app) {
        return pods(cluster, namespace, app)
                .map(pod -> pod.at("/metadata/name").asText())
                .toList();
    }

    private static String status(ObjectNode pod, String pointer) {
        return pod.at("/status/containerStatuses/0" + pointer).asText();
    }

    private String log(String namespace, String app, String query) {
        String pod = names(cluster, namespace, app).getFirst();
        return read(cluster, "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?" + query);
    }

    private static String read(DemoCluster cluster, String path) {
        return WEB.get(URI.create(cluster.url() + path)).body();
    }
}
