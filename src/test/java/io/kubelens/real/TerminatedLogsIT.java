package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
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
    private static final String LOGS = "/api/v1/namespaces/shop/pods/%s/logs";

    private static RealCluster cluster;
    private static Lens lens;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak).withoutPatience());
        token = keycloak.token("developer");
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
        LogViewer before = lens.client().follow(path("gone"), token).awaitLines(50);
        before.close();
        cluster.pods().terminated(pod, 3);
        awaitKept(lens, "gone", 1);
        cluster.pods().delete(pod);
        awaitAbsent(lens, "gone");

        try (LogViewer after = lens.client().follow(path("gone"), token);
                LogViewer resumed = lens.client()
                        .resume(path("gone"), token, before.lines().get(20).id());
                LogViewer tail = lens.client().follow(path("gone") + "?tail=3&follow=false", token);
                LogViewer since = lens.client()
                        .follow(path("gone") + "?since=" + time(before.lines().get(40)), token)) {
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
    void listsWhatIsKeptAndForgetsItInTime() throws Exception {
        try (Lens brief = Lens.ready(
                cluster, config().with("  allowed_namespaces", "  terminated_log_ttl: 6\n  allowed_namespaces"))) {
            Pod pod = running("brief");
            cluster.log("brief").append(NOON, "last words");
            cluster.pods().terminated(pod, 137);
            JsonNode kept = awaitKept(brief, "brief", 1).getFirst();
            cluster.pods().delete(pod);
            awaitAbsent(brief, "brief");

            assertThat(kept.path("uid").asText()).isEqualTo(pod.getMetadata().getUid());
            assertThat(kept.path("containerName").asText()).isEqualTo("app");
            assertThat(kept.path("exitCode").asInt()).isEqualTo(137);
            assertThat(kept.path("lines").asInt()).isEqualTo(1);
            assertThat(kept.path("complete").asBoolean()).isTrue();
            Instant expires = Instant.parse(kept.path("expiresAt").asText());
            assertThat(expires)
                    .isEqualTo(Instant.parse(kept.path("terminatedAt").asText()).plusSeconds(6));
            try (LogViewer viewer = brief.client().follow(path("brief"), token)) {
                assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
                assertThat(viewer.messages()).containsExactly("last words");
            }
            await("its time is over").until(() -> Instant.now().isAfter(expires));
            assertThat(brief.client().get(path("brief"), token).status()).isEqualTo(404);
            assertThat(kept(brief, "brief")).isEmpty();
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
            awaitKept(first, "outlived", 1);
            cluster.pods().delete(pod);
            awaitAbsent(first, "outlived");
        }
        try (Lens second = Lens.ready(cluster, sqlite);
                LogViewer viewer = second.client().follow(path("outlived"), token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.messages()).containsExactly("last words");
        }
    }

    @Test
    void catchesUpWithWhatEndedBeforeItStarted() throws Exception {
        Pod pod = running("earlier");
        cluster.log("earlier").append(NOON, "nobody was there");
        cluster.pods().terminated(pod, 1);
        try (Lens late = Lens.ready(cluster, config())) {
            assertThat(awaitKept(late, "earlier", 1).getFirst().path("lines").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void keepsEveryRunOfACrashLoop() throws Exception {
        Pod pod = running("loops");
        for (int run = 0; run < 3; run++) {
            cluster.log("loops").append(Instant.now(), "run " + run);
            cluster.pods().restart(pod, Instant.now());
            awaitKept(lens, "loops", run + 1);
        }
        assertThat(kept(lens, "loops"))
                .allMatch(run -> run.path("lines").asInt() == 1)
                .extracting(run -> run.path("restart").asInt())
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void readsToItsEndALogThatIsWrittenWhileThePodIsDeleted() throws Exception {
        Pod pod = running("deleted");
        ContainerLog log = cluster.log("deleted");
        log.append(NOON, "at work");
        cluster.pods().deleteSoon(pod);
        await("the log is followed").until(() -> log.open() > 0);
        log.append(NOON.plusSeconds(1), "the last words");
        cluster.pods().delete(pod);

        assertThat(awaitKept(lens, "deleted", 1).getFirst().path("lines").asInt())
                .isEqualTo(2);
        try (LogViewer viewer = lens.client().follow(path("deleted"), token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.messages()).containsExactly("at work", "the last words");
        }
    }

    @Test
    void tellsAGapWhenAPodIsDeletedByForce() throws Exception {
        Pod pod = running("forced");
        cluster.log("forced").append(NOON, "at work");
        cluster.pods().delete(pod);

        JsonNode kept = awaitKept(lens, "forced", 1).getFirst();
        assertThat(kept.path("complete").asBoolean()).isFalse();
        assertThat(kept.path("exitCode").asInt()).isEqualTo(-1);
        try (LogViewer viewer = lens.client().follow(path("forced"), token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.markers())
                    .startsWith("gap: lines are missing", "terminated: container terminated: exit code unknown");
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
            awaitKept(lens, "recurs", i + 1);
            cluster.pods().delete(pod);
            awaitAbsent(lens, "recurs");
        }

        assertThat(messages("recurs", "")).containsExactly("pod 1");
        for (int i = 0; i < 2; i++) {
            String uid = pods.get(i).getMetadata().getUid();
            assertThat(messages("recurs", "?uid=" + uid)).containsExactly("pod " + i);
        }
        assertThat(messages("recurs", "?previous=true")).containsExactly("pod 1");
        assertThat(lens.client().get(path("recurs") + "?uid=no%20uid", token).status())
                .isEqualTo(400);
        assertThat(lens.client().get(path("recurs") + "?uid=other", token).status())
                .isEqualTo(404);
        running("recurs");
        assertThat(messages("recurs", "?previous=true")).containsExactly("pod 1");
    }

    @Test
    void mergesThePodsThatAreGoneIntoTheStreamOfTheirApp() throws Exception {
        List<Pod> pods = cluster.pods().deployment("shop", "shrinks", Map.of("app", "shrinks"), 2, "app");
        pods.forEach(pod -> lens.client().awaitPod("shop", name(pod), token));
        for (int i = 0; i < 10; i++) {
            cluster.log(name(pods.get(i % 2))).append(NOON.plusSeconds(i), "line " + i);
        }
        cluster.pods().terminated(pods.getFirst(), 0);
        awaitKept(lens, name(pods.getFirst()), 1);
        cluster.pods().delete(pods.getFirst());
        awaitAbsent(lens, name(pods.getFirst()));

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
        awaitKept(lens, "seen", 1);
        cluster.pods().delete(hidden);
        await("the gateway has heard of it").during(Duration.ofMillis(500)).until(() -> kept(lens, "unseen")
                .isEmpty());

        GatewayClient.Answer answer = lens.client().get(path("unseen"), token);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("pod not found");
    }

    @Test
    void capturesABurst() throws Exception {
        List<Pod> pods = IntStream.range(0, 25)
                .mapToObj(i -> cluster.pods().running("shop", "burst-" + i, Map.of(), "app"))
                .toList();
        for (Pod pod : pods) {
            List<String> lines =
                    IntStream.range(0, 500).mapToObj(i -> "line " + i).toList();
            cluster.log(name(pod)).append(NOON, lines);
        }
        pods.forEach(pod -> cluster.pods().terminated(pod, 1));

        for (Pod pod : pods) {
            assertThat(awaitKept(lens, name(pod), 1).getFirst().path("lines").asInt())
                    .isEqualTo(500);
            assertThat(cluster.log(name(pod)).opened()).isLessThanOrEqualTo(2);
        }
    }

    private static List<String> messages(String pod, String query) {
        try (LogViewer viewer = lens.client().follow(path(pod) + query, token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            return viewer.messages();
        }
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

    private static List<JsonNode> awaitKept(Lens at, String pod, int runs) {
        return await(pod + " is kept")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> kept(at, pod), kept -> kept.size() == runs);
    }

    private static List<JsonNode> kept(Lens at, String pod) throws IOException, InterruptedException {
        List<JsonNode> kept = new ArrayList<>();
        at.client().get("/api/v1/namespaces/shop/terminated", token).json().forEach(kept::add);
        kept.removeIf(run -> !run.path("podName").asText().equals(pod));
        return kept;
    }

    private static void awaitAbsent(Lens at, String pod) {
        await(pod + " is gone")
                .until(() -> at.client()
                                .get("/api/v1/namespaces/shop/pods/" + pod, token)
                                .status()
                        == 404);
    }

    private static String path(String pod) {
        return LOGS.formatted(pod);
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
