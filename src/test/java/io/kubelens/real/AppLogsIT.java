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

/** An app's log: the logs of its pods on a real cluster, merged. */
class AppLogsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void mergesThreePodsByTime() {
        List<ContainerLog> logs = deployment("merged", 3);
        IntStream.range(0, 300).forEach(i -> logs.get(i % 3).append(NOON.plusMillis(i), "line " + i));

        try (LogViewer viewer = follow("merged", "")) {
            viewer.awaitLines(300);
            for (int i = 300; i < 303; i++) {
                logs.get(i % 3).append(NOON.plusMillis(i), "line " + i);
            }
            viewer.awaitLines(303);

            assertThat(viewer.messages()).isEqualTo(lines(303));
            assertThat(viewer.lines()).noneMatch(line -> line.data().has("late"));
            assertThat(viewer.lines())
                    .extracting(line -> line.data().path("podName").asText())
                    .startsWith("merged-5d4f8c7b9-0", "merged-5d4f8c7b9-1", "merged-5d4f8c7b9-2");
        }
        await("the upstreams are closed").until(() -> logs.stream().allMatch(log -> log.open() == 0));
    }

    @Test
    void sharesTheTailAmongThePods() {
        List<ContainerLog> logs = deployment("tailed", 3);
        IntStream.range(0, 90).forEach(i -> logs.get(i % 3).append(NOON.plusMillis(i), "line " + i));

        try (LogViewer viewer = follow("tailed", "?tail=4")) {
            assertThat(viewer.awaitLine("line 89").messages())
                    .containsExactly("line 86", "line 87", "line 88", "line 89");
        }
    }

    @Test
    void takesInAPodThatJoinsAndLetsOneLeave() {
        List<ContainerLog> logs = deployment("changing", 1);
        logs.getFirst().append(NOON, "first");

        try (LogViewer viewer = follow("changing", "")) {
            viewer.awaitLines(1);
            Pod second = LENS.cluster().pods().running("shop", "changing-second", Map.of("app", "changing"), "app");
            LENS.cluster().log("changing-second").append(Instant.now(), "second");
            viewer.awaitMarker("pod-added").awaitLine("second");

            LENS.cluster().pods().delete(second);
            viewer.awaitMarker("pod-removed");
            logs.getFirst().append(Instant.now(), "first again");

            assertThat(viewer.awaitLine("first again").messages()).containsExactly("first", "second", "first again");
            assertThat(viewer.state()).isEqualTo(LogViewer.State.OPEN);
        }
    }

    @Test
    void showsNoLineOfAHiddenPodThatBelongsToIt() {
        List<ContainerLog> logs = deployment("partly", 1);
        LENS.cluster()
                .pods()
                .running("shop", "partly-hidden", Map.of("app", "partly", GatewayConfig.HIDDEN, "yes"), "app");
        LENS.cluster().log("partly-hidden").append(NOON, "secret");
        logs.getFirst().append(NOON.plusSeconds(1), "open");

        try (LogViewer viewer = follow("partly", "")) {
            assertThat(viewer.awaitLine("open").messages()).containsExactly("open");
            LENS.cluster()
                    .pods()
                    .running("shop", "partly-later", Map.of("app", "partly", GatewayConfig.HIDDEN, ""), "app");
            LENS.cluster().log("partly-later").append(NOON.plusSeconds(2), "secret too");
            LENS.cluster().pods().running("shop", "partly-open", Map.of("app", "partly"), "app");
            LENS.cluster().log("partly-open").append(NOON.plusSeconds(3), "open too");

            assertThat(viewer.awaitLine("open too").messages()).containsExactly("open", "open too");
        }
        assertThat(LENS.cluster().log("partly-hidden").opened()).isZero();
        assertThat(LENS.cluster().log("partly-later").opened()).isZero();
    }

    @Test
    void resumesExactlyOnceOverAllPods() {
        List<ContainerLog> logs = deployment("resumed", 3);
        List<String> seen = new ArrayList<>();
        try (Chatter one = Chatter.on(logs.get(0), Duration.ofMillis(5));
                Chatter two = Chatter.on(logs.get(1), Duration.ofMillis(7));
                Chatter three = Chatter.on(logs.get(2), Duration.ofMillis(11))) {
            LogViewer viewer = follow("resumed", "");
            for (int lines : List.of(50, 120)) {
                viewer.awaitLines(lines).close();
                seen.addAll(told(viewer));
                viewer = LENS.client().resume(path("resumed"), LENS.token(), viewer.lastEventId());
            }
            List<String> written = new ArrayList<>();
            List<Chatter> chatters = List.of(one, two, three);
            for (int pod = 0; pod < chatters.size(); pod++) {
                String name = "resumed-5d4f8c7b9-" + pod + " ";
                chatters.get(pod).stop().forEach(line -> written.add(name + line));
            }
            viewer.awaitLines(written.size() - seen.size()).close();
            seen.addAll(told(viewer));

            assertThat(seen).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    private static List<String> told(LogViewer viewer) {
        return viewer.lines().stream()
                .map(line -> line.data().path("podName").asText() + " " + line.message())
                .toList();
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    private static List<ContainerLog> deployment(String name, int replicas) {
        List<Pod> pods = LENS.cluster().pods().deployment("shop", name, Map.of("app", name), replicas, "app");
        String app = "/api/v1/namespaces/shop/apps/" + name;
        await().until(() ->
                LENS.client().get(app, LENS.token()).json().path("podNames").size() == replicas);
        return pods.stream()
                .map(pod -> LENS.cluster().log(pod.getMetadata().getName()))
                .toList();
    }

    private static LogViewer follow(String app, String query) {
        return LENS.follow(path(app) + query);
    }

    private static String path(String app) {
        return "/api/v1/namespaces/shop/apps/" + app + "/logs";
    }
}
