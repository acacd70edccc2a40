package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of every way in which a container can end, what is kept. */
class EndedRunsIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000007Z");

    @RegisterExtension
    static final RunningLens LENS = RunningLens.patient();

    private static Pod running(String name) {
        return running(name, LENS.client());
    }

    private static Pod running(String name, GatewayClient at) {
        Pod pod = LENS.cluster().pods().running("shop", name, Map.of(), "app");
        at.awaitPod("shop", name, LENS.token());
        return pod;
    }

    @Test
    void catchesUpWithWhatEndedBeforeItStarted() throws Exception {
        Pod pod = running("earlier");
        LENS.cluster().log("earlier").append(NOON, "nobody was there");
        LENS.cluster().pods().terminated(pod, 1);
        try (Lens late = Lens.ready(LENS.cluster(), GatewayConfig.of(Keycloak.shared()))) {
            assertThat(new KeptLogs(late.client(), LENS.token())
                            .await("earlier", 1)
                            .getFirst()
                            .path("lines")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void keepsEveryRunOfACrashLoop() throws Exception {
        Pod pod = running("loops");
        for (int run = 0; run < 3; run++) {
            LENS.cluster().log("loops").append(Instant.now(), "run " + run);
            LENS.cluster().pods().restart(pod, Instant.now());
            LENS.kept().await("loops", run + 1);
        }
        assertThat(LENS.kept().of("loops"))
                .allMatch(run -> run.path("lines").asInt() == 1)
                .extracting(run -> run.path("restart").asInt())
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void readsToItsEndALogThatIsWrittenWhileThePodIsDeleted() throws Exception {
        Pod pod = running("deleted");
        ContainerLog log = LENS.cluster().log("deleted");
        log.append(NOON, "at work");
        LENS.cluster().pods().deleteSoon(pod);
        await("the log is followed").until(() -> log.open() > 0);
        log.append(NOON.plusSeconds(1), "the last words");
        LENS.cluster().pods().delete(pod);

        assertThat(LENS.kept().await("deleted", 1).getFirst().path("lines").asInt())
                .isEqualTo(2);
        assertThat(LENS.kept().messages("deleted", "")).containsExactly("at work", "the last words");
    }

    @Test
    void tellsAGapWhenAPodIsDeletedByForce() throws Exception {
        Pod pod = running("forced");
        LENS.cluster().log("forced").append(NOON, "at work");
        LENS.cluster().pods().delete(pod);

        JsonNode run = LENS.kept().await("forced", 1).getFirst();
        assertThat(run.path("complete").asBoolean()).isFalse();
        assertThat(run.path("exitCode").asInt()).isEqualTo(-1);
        assertThat(LENS.kept().markers("forced"))
                .startsWith("gap: lines are missing", "terminated: container terminated: exit code unknown");
    }

    @Test
    void keepsOfAPodThatIsDeletedByForceWhatSomebodyHasRead() throws Exception {
        Pod pod = running("forced-viewed");
        IntStream.range(0, 30)
                .forEach(i -> LENS.cluster().log("forced-viewed").append(NOON.plusMillis(i / 3), "line " + i));
        try (LogViewer viewer = LENS.client().follow(KeptLogs.path("forced-viewed"), LENS.token())) {
            viewer.awaitLines(30);
            LENS.cluster().pods().delete(pod);

            JsonNode run = LENS.kept().await("forced-viewed", 1).getFirst();
            assertThat(run.path("lines").asInt()).isEqualTo(30);
            assertThat(run.path("complete").asBoolean()).isFalse();
            assertThat(LENS.kept().markers("forced-viewed")).startsWith("gap: lines are missing");
        }
    }

    @Test
    void asksForNothingThatAViewerHasReadToItsEnd() {
        Pod pod = running("viewed");
        ContainerLog log = LENS.cluster().log("viewed");
        IntStream.range(0, 30).forEach(i -> log.append(NOON.plusMillis(i / 3), "line " + i));
        try (LogViewer viewer = LENS.client().follow(KeptLogs.path("viewed"), LENS.token())) {
            viewer.awaitLines(30);
            await("the log is followed").until(() -> log.following() == 1);
            int before = log.opened();
            LENS.cluster().pods().terminated(pod, 1);
            viewer.awaitMarker("terminated: ");

            JsonNode run = LENS.kept().await("viewed", 1).getFirst();
            assertThat(run.path("lines").asInt()).isEqualTo(30);
            assertThat(run.path("complete").asBoolean()).isTrue();
            // The viewer's own look whether there is more.
            assertThat(log.opened() - before).isEqualTo(1);
        }
    }

    @Test
    void doesNotTakeTheLastPiecesForAllLines() {
        try (Lens brief = Lens.ready(
                LENS.cluster(),
                GatewayConfig.of(Keycloak.shared())
                        .and("logs: {worker_idle_ttl_seconds: 0, max_tail_lines: 10, default_tail_lines: 10}\n"))) {
            Pod pod = running("in-pieces", brief.client());
            for (int i = 0; i < 5; i++) {
                for (int piece = 0; piece < 3; piece++) {
                    LENS.cluster().log("in-pieces").piece(NOON.plusSeconds(i), "x".repeat(16 * 1024));
                }
                LENS.cluster().log("in-pieces").append(NOON.plusSeconds(i), "end of " + i);
            }
            LENS.cluster().pods().terminated(pod, 1);

            JsonNode run = new KeptLogs(brief.client(), LENS.token())
                    .await("in-pieces", 1)
                    .getFirst();
            assertThat(run.path("lines").asInt()).isLessThan(5);
            assertThat(run.path("complete").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"viewed, true", "all, false"})
    void followsInAdvanceWhatItIsToldTo(String follow, boolean viewed) throws Exception {
        String name = "follow-" + follow;
        GatewayConfig config = GatewayConfig.of(Keycloak.shared()).withoutPatience();
        try (Lens ahead = Lens.ready(LENS.cluster(), config.and("retention: {follow: " + follow + "}\n"))) {
            Pod pod = running(name, ahead.client());
            ContainerLog log = LENS.cluster().log(name);
            log.append(NOON, "at work");
            if (viewed) {
                try (LogViewer viewer = ahead.client().follow(KeptLogs.path(name), LENS.token())) {
                    viewer.awaitLines(1);
                    await("it is followed twice").until(() -> log.open() == 2);
                }
            }
            await("it is followed").until(() -> log.open() == 1);
            log.append(NOON.plusSeconds(1), "the last words");
            LENS.cluster().pods().delete(pod);

            KeptLogs there = new KeptLogs(ahead.client(), LENS.token());
            assertThat(there.await(name, 1).getFirst().path("lines").asInt()).isEqualTo(2);
            assertThat(there.messages(name, "")).containsExactly("at work", "the last words");
        }
        assertThat(LENS.kept().await(name, 1).getFirst().path("complete").asBoolean())
                .as("by default only a gap is known of it")
                .isFalse();
    }

    @Test
    void fallsBackToTheNewestRunOfAPodThatHasNoPreviousOne() {
        Pod gone = running("fallback");
        LENS.cluster().log("fallback").append(NOON, "the pod before");
        LENS.cluster().pods().terminated(gone, 1);
        LENS.kept().await("fallback", 1);
        LENS.cluster().pods().delete(gone);
        LENS.kept().awaitAbsent("fallback");
        Pod now = running("fallback");
        LENS.cluster().log("fallback").append(NOON.plusSeconds(1), "run 0");

        assertThat(LENS.kept().messages("fallback", "?previous=true")).containsExactly("the pod before");
        LENS.cluster().pods().restart(now, Instant.now());
        LENS.kept().await("fallback", 2);
        assertThat(LENS.kept().messages("fallback", "?previous=true")).containsExactly("run 0");
    }
}
