package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pod's log, from the kubelet through the real API server and the gateway to a client. */
class PodLogsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000007Z");

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void followsLive() {
        ContainerLog log = running("live");
        log.append(NOON, "history");

        try (LogViewer viewer = follow("live", "")) {
            viewer.awaitLines(1);
            log.append(NOON.plusSeconds(1), "  äöü 漢字 \"quoted\"\t ");
            log.append(NOON.plusSeconds(2), "");
            viewer.awaitLines(3);

            assertThat(viewer.status()).isEqualTo(200);
            assertThat(viewer.messages()).containsExactly("history", "  äöü 漢字 \"quoted\"\t ", "");
            assertThat(viewer.lines().getFirst().data().path("timestamp").asText())
                    .isEqualTo(NOON.toString());
            assertThat(viewer.lines().getFirst().data().path("podName").asText())
                    .isEqualTo("live");
            assertThat(viewer.lines().getFirst().data().path("containerName").asText())
                    .isEqualTo("app");
            assertThat(viewer.state()).isEqualTo(LogViewer.State.OPEN);
        }
        await("the upstream is closed").until(() -> log.open() == 0);
    }

    @Test
    void beginsWithTheTail() {
        ContainerLog log = running("tail");
        IntStream.range(0, 50).forEach(i -> log.append(NOON.plusMillis(i), "line " + i));

        try (LogViewer viewer = follow("tail", "?tail=2");
                LogViewer none = follow("tail", "?tail=0")) {
            viewer.awaitLines(2);
            await("one upstream follows for both").until(() -> log.open() == 1);
            log.append(NOON.plusSeconds(1), "new");

            assertThat(viewer.awaitLine("new").messages()).containsExactly("line 48", "line 49", "new");
            assertThat(none.awaitLine("new").messages()).containsExactly("new");
        }
    }

    @Test
    void beginsAfterSince() {
        ContainerLog log = running("since");
        IntStream.range(0, 5).forEach(i -> log.append(NOON.plusMillis(i), "line " + i));

        try (LogViewer viewer = follow("since", "?since=" + NOON.plusMillis(2))) {
            assertThat(viewer.awaitLine("line 4").messages()).containsExactly("line 3", "line 4");
        }
    }

    @Test
    void resumesExactlyOnceAfterTheClientWasCut() {
        ContainerLog log = running("client-cut");
        List<String> seen = new ArrayList<>();
        try (Chatter chatter = Chatter.on(log, Duration.ofMillis(5))) {
            LogViewer viewer = follow("client-cut", "");
            for (int lines : List.of(7, 50, 101)) {
                viewer.awaitLines(lines).close();
                seen.addAll(viewer.messages());
                viewer = LENS.client().resume(path("client-cut"), LENS.token(), viewer.lastEventId());
            }
            // Without a line of its own it would wait for one that the viewer before it has seen.
            viewer.awaitLines(10);
            List<String> written = chatter.stop();
            viewer.awaitLine(written.getLast()).close();
            seen.addAll(viewer.messages());

            assertThat(seen).isEqualTo(written);
        }
    }

    @Test
    void resumesExactlyOnceAfterTheKubeletCut() {
        ContainerLog log = running("kubelet-cut");
        try (Chatter chatter = Chatter.on(log, Duration.ofMillis(20));
                LogViewer viewer = follow("kubelet-cut", "")) {
            viewer.awaitLines(10);
            log.cut();
            viewer.awaitLines(chatter.count() + 10);
            log.cut();
            viewer.awaitLines(chatter.count() + 10);
            List<String> written = chatter.stop();

            assertThat(viewer.awaitLine(written.getLast()).messages()).isEqualTo(written);
            assertThat(log.opened()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void endsWithAFinalChunkWhenTheContainerHasFinished() {
        Pod pod = LENS.cluster().pods().running("shop", "finishes", Map.of(), "app");
        ContainerLog log = LENS.cluster().log("finishes");
        log.append(NOON, "at work");

        try (LogViewer viewer = follow("finishes", "")) {
            viewer.awaitLines(1);
            log.append(NOON.plusSeconds(1), "the last words");
            LENS.cluster().pods().terminated(pod, 3);

            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.messages()).containsExactly("at work", "the last words");
            assertThat(viewer.markers())
                    .containsSubsequence(
                            "terminated: container terminated: exit code 3, Error", "end: no more lines will come");
        }
    }

    @Test
    void endsWithoutFollowWhenAllIsSent() {
        ContainerLog log = running("snapshot");
        IntStream.range(0, 20_000).forEach(i -> log.append(NOON.plusNanos(i), "line " + i));

        try (LogViewer viewer = follow("snapshot", "?follow=false")) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            assertThat(viewer.messages())
                    .hasSize(10_000)
                    .startsWith("line 10000")
                    .endsWith("line 19999");
        }
    }

    @Test
    void turnsTheKubeletsComplaintIntoAMarkerAndRecovers() {
        ContainerLog log = running("inotify");
        log.append(NOON, "history");
        log.failFollows("failed to create fsnotify watcher: too many open files");

        try (LogViewer viewer = follow("inotify", "")) {
            viewer.awaitMarker("error: ");
            log.failFollows(null);
            log.append(NOON.plusSeconds(1), "recovered");

            assertThat(viewer.awaitLine("recovered").messages()).containsExactly("history", "recovered");
            assertThat(viewer.markers()).noneMatch(marker -> marker.contains("fsnotify"));
        }
    }

    @Test
    void recoversFromAComplaintBeforeTheFirstLine() {
        ContainerLog log = running("inotify-first");
        log.failFollows("failed to create fsnotify watcher: too many open files");

        try (LogViewer viewer = follow("inotify-first", "")) {
            viewer.awaitMarker("error: ");
            log.failFollows(null);
            log.append(NOON, "recovered");

            assertThat(viewer.awaitLine("recovered").messages()).containsExactly("recovered");
            assertThat(viewer.markers()).noneMatch(marker -> marker.contains("fsnotify"));
        }
    }

    @Test
    void cutsALineThatIsTooLongAndTellsItsLength() {
        ContainerLog log = running("long");
        log.append(NOON, "é".repeat(3_000_000));
        log.append(NOON.plusSeconds(1), "short");

        try (LogViewer viewer = follow("long", "")) {
            viewer.awaitLine("short");

            assertThat(viewer.messages().getFirst()).isEqualTo("é".repeat(10_000) + "...[truncated]");
            assertThat(viewer.lines().getFirst().data().path("truncated").asBoolean())
                    .isTrue();
            assertThat(viewer.lines().getFirst().data().path("length").asInt()).isEqualTo(3_000_000);
        }
    }

    @Test
    void goesOnAcrossARotation() {
        ContainerLog log = running("rotates");
        log.append(NOON, "old file");
        try (LogViewer viewer = follow("rotates", "")) {
            viewer.awaitLines(1);
            log.rotate();
            log.append(NOON.plusSeconds(1), "new file");

            assertThat(viewer.awaitLine("new file").messages()).containsExactly("old file", "new file");
        }
    }

    @Test
    void namesTheContainersWhenThereIsNoSuchOne() throws Exception {
        running("single");

        GatewayClient.Answer answer = LENS.client().get(path("single") + "?container=sidecar", LENS.token());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("container not found");
        assertThat(answer.json().path("containers").toString()).isEqualTo("[\"app\"]");
    }

    @Test
    void abortsTheStreamWhenTheGatewayStops() {
        ContainerLog log = running("stopping");
        log.append(NOON, "history");
        try (Lens other =
                Lens.ready(LENS.cluster(), GatewayConfig.of(Keycloak.shared()).withoutPatience())) {
            LogViewer viewer = other.client().follow(path("stopping"), LENS.token());
            viewer.awaitLines(1);

            Instant asked = Instant.now();
            other.stop();

            // It does not use up server.shutdown_seconds, since no plain request is being answered.
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(4));
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ABORTED);
            assertThat(other.isReady()).isFalse();
        }
        await("the upstream is closed").until(() -> log.open() == 0);
    }

    private static ContainerLog running(String pod) {
        return LENS.pod(pod);
    }

    private static LogViewer follow(String pod, String query) {
        return LENS.follow(path(pod) + query);
    }

    private static String path(String pod) {
        return "/api/v1/namespaces/shop/pods/" + pod + "/logs";
    }
}
