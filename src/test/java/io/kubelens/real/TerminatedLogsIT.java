package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs of pods that are gone, read where they were read before. */
@ExtendWith(SharedCluster.class)
class TerminatedLogsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000007Z");

    private static RealCluster cluster;
    private static Lens lens;
    private static String token;
    private static KeptLogs kept;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak).withoutPatience());
        token = keycloak.token("developer");
        kept = new KeptLogs(lens.client(), token);
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void readsTheSameLinesAtTheSameUrlWhenThePodIsGone() throws Exception {
        Pod pod = running("gone");
        ContainerLog log = cluster.log("gone");
        IntStream.range(0, 50).forEach(i -> log.append(NOON.plusMillis(i / 3), "line " + i));
        LogViewer before = lens.client().follow(KeptLogs.path("gone"), token).awaitLines(50);
        before.close();
        cluster.pods().terminated(pod, 3);
        kept.await("gone", 1);
        cluster.pods().delete(pod);
        kept.awaitAbsent("gone");

        try (LogViewer after = lens.client().follow(KeptLogs.path("gone"), token);
                LogViewer resumed = lens.client()
                        .resume(
                                KeptLogs.path("gone"),
                                token,
                                before.lines().get(20).id());
                LogViewer tail = lens.client().follow(KeptLogs.path("gone") + "?tail=3&follow=false", token);
                LogViewer since = lens.client()
                        .follow(
                                KeptLogs.path("gone") + "?since="
                                        + time(before.lines().get(40)),
                                token)) {
            assertThat(after.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(after.messages()).isEqualTo(before.messages());
            assertThat(ids(after)).isEqualTo(ids(before));
            assertThat(after.markers())
                    .containsExactly(
                            "terminated: container terminated: exit code 3, Error",
                            "pod-removed: pod removed",
                            "end: no more lines will come");
            assertThat(resumed.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(ids(resumed)).isEqualTo(ids(before).subList(21, 50));
            assertThat(tail.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(tail.messages()).containsExactly("line 47", "line 48", "line 49");
            assertThat(since.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(ids(since)).isEqualTo(ids(before).subList(41, 50));
        }
    }

    @Test
    void listsWhatIsKeptAndForgetsItInTimeAlsoOverARestart(@TempDir Path directory) throws Exception {
        GatewayConfig config = config().with("  allowed_namespaces", "  terminated_log_ttl: 6\n  allowed_namespaces")
                .and("storage: {database_url: 'sqlite://" + directory.resolve("store.db") + "'}\n");
        try (Lens brief = Lens.ready(cluster, config)) {
            KeptLogs briefly = new KeptLogs(brief.client(), token);
            Pod pod = running("brief");
            cluster.log("brief").append(NOON, "last words");
            cluster.pods().terminated(pod, 137);
            JsonNode run = briefly.await("brief", 1).getFirst();
            cluster.pods().delete(pod);
            briefly.awaitAbsent("brief");

            assertThat(run.path("uid").asText()).isEqualTo(pod.getMetadata().getUid());
            assertThat(run.path("containerName").asText()).isEqualTo("app");
            assertThat(run.path("exitCode").asInt()).isEqualTo(137);
            assertThat(run.path("lines").asInt()).isEqualTo(1);
            assertThat(run.path("complete").asBoolean()).isTrue();
            Instant expires = Instant.parse(run.path("expiresAt").asText());
            assertThat(expires)
                    .isEqualTo(Instant.parse(run.path("terminatedAt").asText()).plusSeconds(6));
            try (LogViewer viewer = brief.client().follow(KeptLogs.path("brief"), token)) {
                assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
                assertThat(viewer.messages()).containsExactly("last words");
            }
            await("its time is over").until(() -> Instant.now().isAfter(expires));
            assertThat(brief.client().get(KeptLogs.path("brief"), token).status())
                    .isEqualTo(404);
            assertThat(briefly.of("brief")).isEmpty();
        }
        try (Lens again = Lens.ready(cluster, config)) {
            assertThat(again.client().get(KeptLogs.path("brief"), token).status())
                    .isEqualTo(404);
            assertThat(new KeptLogs(again.client(), token).of("brief")).isEmpty();
        }
    }

    @Test
    void keepsThemOverARestartOfTheGateway(@TempDir Path directory) throws Exception {
        GatewayConfig sqlite =
                config().and("storage: {database_url: 'sqlite://" + directory.resolve("store.db") + "'}\n");
        Pod pod = running("outlived");
        try (Lens first = Lens.ready(cluster, sqlite)) {
            cluster.log("outlived").append(NOON, "last words");
            cluster.pods().terminated(pod, 1);
            new KeptLogs(first.client(), token).await("outlived", 1);
            cluster.pods().delete(pod);
            new KeptLogs(first.client(), token).awaitAbsent("outlived");
        }
        try (Lens second = Lens.ready(cluster, sqlite);
                LogViewer viewer = second.client().follow(KeptLogs.path("outlived"), token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.messages()).containsExactly("last words");
        }
    }

    @Test
    void choosesAmongPodsOfOneName() throws Exception {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Pod pod = running("recurs");
            pods.add(pod);
            cluster.log("recurs").append(NOON.plusSeconds(i), "pod " + i);
            cluster.pods().terminated(pod, i);
            kept.await("recurs", i + 1);
            cluster.pods().delete(pod);
            kept.awaitAbsent("recurs");
        }

        assertThat(kept.messages("recurs", "")).containsExactly("pod 1");
        for (int i = 0; i < 2; i++) {
            String uid = pods.get(i).getMetadata().getUid();
            assertThat(kept.messages("recurs", "?uid=" + uid)).containsExactly("pod " + i);
        }
        assertThat(kept.messages("recurs", "?previous=true")).containsExactly("pod 1");
        assertThat(lens.client()
                        .get(KeptLogs.path("recurs") + "?uid=no%20uid", token)
                        .status())
                .isEqualTo(400);
        assertThat(lens.client()
                        .get(KeptLogs.path("recurs") + "?uid=other", token)
                        .status())
                .isEqualTo(404);
        running("recurs");
        assertThat(kept.messages("recurs", "?previous=true")).containsExactly("pod 1");
    }

    @Test
    void mergesThePodsThatAreGoneIntoTheStreamOfTheirApp() throws Exception {
        List<Pod> pods = cluster.pods().deployment("shop", "shrinks", Map.of("app", "shrinks"), 2, "app");
        pods.forEach(pod -> lens.client().awaitPod("shop", name(pod), token));
        for (int i = 0; i < 10; i++) {
            cluster.log(name(pods.get(i % 2))).append(NOON.plusSeconds(i), "line " + i);
        }
        cluster.pods().terminated(pods.getFirst(), 0);
        kept.await(name(pods.getFirst()), 1);
        cluster.pods().delete(pods.getFirst());
        kept.awaitAbsent(name(pods.getFirst()));

        String path = "/api/v1/namespaces/shop/apps/shrinks/logs";
        try (LogViewer viewer = lens.client().follow(path, token)) {
            viewer.awaitLine("line 9");
            viewer.awaitMarker("pod-removed: ");
            assertThat(viewer.messages())
                    .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "line " + i).toList());
            cluster.log(name(pods.get(1))).append(NOON.plusSeconds(20), "alive");
            viewer.awaitLine("alive");
            assertThat(viewer.state()).isEqualTo(LogViewer.State.OPEN);
        }
    }

    @Test
    void keepsNothingOfHiddenPods() throws Exception {
        Pod hidden = cluster.pods().running("shop", "unseen", Map.of(GatewayConfig.HIDDEN, "true"), "app");
        Pod seen = running("seen");
        for (Pod pod : List.of(hidden, seen)) {
            cluster.log(name(pod)).append(NOON, "secret");
            cluster.pods().terminated(pod, 1);
        }
        kept.await("seen", 1);
        cluster.pods().delete(hidden);
        await("the gateway has heard of it").during(Duration.ofMillis(500)).until(() -> kept.of("unseen")
                .isEmpty());

        GatewayClient.Answer answer = lens.client().get(KeptLogs.path("unseen"), token);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("pod not found");
    }

    private static List<String> ids(LogViewer viewer) {
        return viewer.lines().stream()
                .map(line -> line.id() + " " + line.data().path("id").asText() + " " + time(line))
                .toList();
    }

    private static String time(LogViewer.Event line) {
        return line.data().path("timestamp").asText();
    }

    private static GatewayConfig config() {
        return GatewayConfig.of(Keycloak.shared()).withoutPatience();
    }

    private static Pod running(String name) {
        Pod pod = cluster.pods().running("shop", name, Map.of(), "app");
        lens.client().awaitPod("shop", name, token);
        return pod;
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
