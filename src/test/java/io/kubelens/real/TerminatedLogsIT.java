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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Logs of pods that are gone, read where they were read before. */
class TerminatedLogsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000007Z");

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void readsTheSameLinesAtTheSameUrlWhenThePodIsGone() throws Exception {
        Pod pod = running("gone");
        ContainerLog log = LENS.cluster().log("gone");
        IntStream.range(0, 50).forEach(i -> log.append(NOON.plusMillis(i / 3), "line " + i));
        LogViewer before =
                LENS.client().follow(KeptLogs.path("gone"), LENS.token()).awaitLines(50);
        before.close();
        LENS.cluster().pods().terminated(pod, 3);
        LENS.kept().await("gone", 1);
        LENS.cluster().pods().delete(pod);
        LENS.kept().awaitAbsent("gone");

        try (LogViewer after = LENS.client().follow(KeptLogs.path("gone"), LENS.token());
                LogViewer resumed = LENS.client()
                        .resume(
                                KeptLogs.path("gone"),
                                LENS.token(),
                                before.lines().get(20).id());
                LogViewer tail = LENS.client().follow(KeptLogs.path("gone") + "?tail=3&follow=false", LENS.token());
                LogViewer since = LENS.client()
                        .follow(
                                KeptLogs.path("gone") + "?since="
                                        + time(before.lines().get(40)),
                                LENS.token())) {
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
        try (Lens brief = Lens.ready(LENS.cluster(), config)) {
            KeptLogs briefly = new KeptLogs(brief.client(), LENS.token());
            Pod pod = running("brief");
            LENS.cluster().log("brief").append(NOON, "last words");
            LENS.cluster().pods().terminated(pod, 137);
            JsonNode run = briefly.await("brief", 1).getFirst();
            LENS.cluster().pods().delete(pod);
            briefly.awaitAbsent("brief");

            assertThat(run.path("uid").asText()).isEqualTo(pod.getMetadata().getUid());
            assertThat(run.path("containerName").asText()).isEqualTo("app");
            assertThat(run.path("exitCode").asInt()).isEqualTo(137);
            assertThat(run.path("lines").asInt()).isEqualTo(1);
            assertThat(run.path("complete").asBoolean()).isTrue();
            Instant expires = Instant.parse(run.path("expiresAt").asText());
            assertThat(expires)
                    .isEqualTo(Instant.parse(run.path("terminatedAt").asText()).plusSeconds(6));
            try (LogViewer viewer = brief.client().follow(KeptLogs.path("brief"), LENS.token())) {
                assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
                assertThat(viewer.messages()).containsExactly("last words");
            }
            await("its time is over").until(() -> Instant.now().isAfter(expires));
            assertThat(brief.client().get(KeptLogs.path("brief"), LENS.token()).status())
                    .isEqualTo(404);
            assertThat(briefly.of("brief")).isEmpty();
        }
        try (Lens again = Lens.ready(LENS.cluster(), config)) {
            assertThat(again.client().get(KeptLogs.path("brief"), LENS.token()).status())
                    .isEqualTo(404);
            assertThat(new KeptLogs(again.client(), LENS.token()).of("brief")).isEmpty();
        }
    }

    @Test
    void keepsThemOverARestartOfTheGateway(@TempDir Path directory) throws Exception {
        GatewayConfig sqlite =
                config().and("storage: {database_url: 'sqlite://" + directory.resolve("store.db") + "'}\n");
        Pod pod = running("outlived");
        try (Lens first = Lens.ready(LENS.cluster(), sqlite)) {
            LENS.cluster().log("outlived").append(NOON, "last words");
            LENS.cluster().pods().terminated(pod, 1);
            new KeptLogs(first.client(), LENS.token()).await("outlived", 1);
            LENS.cluster().pods().delete(pod);
            new KeptLogs(first.client(), LENS.token()).awaitAbsent("outlived");
        }
        try (Lens second = Lens.ready(LENS.cluster(), sqlite);
                LogViewer viewer = second.client().follow(KeptLogs.path("outlived"), LENS.token())) {
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
            LENS.cluster().log("recurs").append(NOON.plusSeconds(i), "pod " + i);
            LENS.cluster().pods().terminated(pod, i);
            LENS.kept().await("recurs", i + 1);
            LENS.cluster().pods().delete(pod);
            LENS.kept().awaitAbsent("recurs");
        }

        assertThat(LENS.kept().messages("recurs", "")).containsExactly("pod 1");
        for (int i = 0; i < 2; i++) {
            String uid = pods.get(i).getMetadata().getUid();
            assertThat(LENS.kept().messages("recurs", "?uid=" + uid)).containsExactly("pod " + i);
        }
        assertThat(LENS.kept().messages("recurs", "?previous=true")).containsExactly("pod 1");
        assertThat(LENS.client()
                        .get(KeptLogs.path("recurs") + "?uid=no%20uid", LENS.token())
                        .status())
                .isEqualTo(400);
        assertThat(LENS.client()
                        .get(KeptLogs.path("recurs") + "?uid=other", LENS.token())
                        .status())
                .isEqualTo(404);
        running("recurs");
        assertThat(LENS.kept().messages("recurs", "?previous=true")).containsExactly("pod 1");
    }

    @Test
    void mergesThePodsThatAreGoneIntoTheStreamOfTheirApp() throws Exception {
        List<Pod> pods = LENS.cluster().pods().deployment("shop", "shrinks", Map.of("app", "shrinks"), 2, "app");
        pods.forEach(pod -> LENS.client().awaitPod("shop", name(pod), LENS.token()));
        for (int i = 0; i < 10; i++) {
            LENS.cluster().log(name(pods.get(i % 2))).append(NOON.plusSeconds(i), "line " + i);
        }
        LENS.cluster().pods().terminated(pods.getFirst(), 0);
        LENS.kept().await(name(pods.getFirst()), 1);
        LENS.cluster().pods().delete(pods.getFirst());
        LENS.kept().awaitAbsent(name(pods.getFirst()));

        String path = "/api/v1/namespaces/shop/apps/shrinks/logs";
        try (LogViewer viewer = LENS.client().follow(path, LENS.token())) {
            viewer.awaitLine("line 9");
            viewer.awaitMarker("pod-removed: ");
            assertThat(viewer.messages())
                    .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "line " + i).toList());
            LENS.cluster().log(name(pods.get(1))).append(NOON.plusSeconds(20), "alive");
            viewer.awaitLine("alive");
            assertThat(viewer.state()).isEqualTo(LogViewer.State.OPEN);
        }
    }

    @Test
    void keepsNothingOfHiddenPods() throws Exception {
        Pod hidden = LENS.cluster().pods().running("shop", "unseen", Map.of(GatewayConfig.HIDDEN, "true"), "app");
        Pod seen = running("seen");
        for (Pod pod : List.of(hidden, seen)) {
            LENS.cluster().log(name(pod)).append(NOON, "secret");
            LENS.cluster().pods().terminated(pod, 1);
        }
        LENS.kept().await("seen", 1);
        LENS.cluster().pods().delete(hidden);
        await("the gateway has heard of it")
                .during(Duration.ofMillis(500))
                .until(() -> LENS.kept().of("unseen").isEmpty());

        GatewayClient.Answer answer = LENS.client().get(KeptLogs.path("unseen"), LENS.token());
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
        Pod pod = LENS.cluster().pods().running("shop", name, Map.of(), "app");
        LENS.client().awaitPod("shop", name, LENS.token());
        return pod;
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
