package io.kubelens.real;

import static io.kubelens.real.RunningLog.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kubernetes no longer has is said, once, and what it has comes, once. */
@ExtendWith(SharedCluster.class)
class GapsIT {
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static RealCluster cluster;
    private static Lens lens;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        // What no viewer follows is not read, so that it can be missed.
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
    void tellsAClientThatWasAwayOnceWhatWasRotatedAway() {
        RunningLog log = running("rotated-away", TENTH);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(20);
        log.log().rotate();
        log.writeUntil(30);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 29").messages()).isEqualTo(lines(20, 30));
            gapBefore(viewer, "line 20", "rotated");
        }
    }

    @Test
    void tellsALiveStreamOnceWhatWasRotatedAwayWhileItsUpstreamWasBroken() {
        RunningLog log = running("rotated-live", TENTH);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.whileOutOfReach(() -> {
                log.writeUntil(20);
                log.log().rotate();
                log.writeUntil(30);
            });
            viewer.awaitLine("line 29");

            assertThat(viewer.messages().subList(0, 10)).isEqualTo(lines(0, 10));
            assertThat(viewer.messages().subList(10, viewer.messages().size())).isEqualTo(lines(20, 30));
            gapBefore(viewer, "line 20", "rotated");
        }
    }

    @Test
    void tellsTheGapOfAMinuteAsWellAsThatOfASecond() {
        RunningLog log = running("rotated-slowly", Duration.ofSeconds(7));
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(20);
        log.log().rotate();
        log.writeUntil(30);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 29").messages()).isEqualTo(lines(20, 30));
            gapBefore(viewer, "line 20", "rotated");
        }
    }

    @Test
    void tellsNoGapWhenTheFileStillHoldsTheClientsLastLine() {
        RunningLog log = running("rotated-before", TENTH);
        log.writeUntil(10);
        log.log().rotate();
        log.writeUntil(20);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(30);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 29").messages()).isEqualTo(lines(20, 30));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void givesTheRestOfThePreviousRunToAClientThatWasAwayOverOneRestart() {
        awayOverOneRestart("restarted-away", MINUTE);
    }

    @Test
    void givesTheRestOfThePreviousRunAlsoWhenAllHappenedInASecond() {
        awayOverOneRestart("restarted-quickly", Duration.ofMillis(10));
    }

    private static void awayOverOneRestart(String name, Duration pace) {
        RunningLog log = running(name, pace);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(15);
        log.restart();
        log.writeUntil(20);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(10, 20));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void goesOnInTheNewRunWhenTheClientHadAllOfThePreviousOne() {
        RunningLog log = running("restarted-seen", MINUTE);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.restart();
        log.writeUntil(20);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(10, 20));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void tellsAClientThatWasAwayOverTwoRestartsThatTheOldestRunCannotBeHad() {
        RunningLog log = running("restarted-twice", MINUTE);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(15);
        log.restart();
        log.writeUntil(20);
        log.restart();
        log.writeUntil(25);

        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 24").messages()).isEqualTo(lines(15, 25));
            gapBefore(viewer, "line 15", "rotated", "upstream");
        }
    }

    @Test
    void givesALiveStreamTheRestOfThePreviousRunAfterOneRestartOutOfReach() {
        RunningLog log = running("restarted-live", MINUTE);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.whileOutOfReach(() -> {
                log.writeUntil(15);
                log.restart();
                log.writeUntil(20);
            });

            assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(0, 20));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void tellsALiveStreamThatARunWasLostInTwoRestartsOutOfReach() {
        RunningLog log = running("restarted-twice-live", MINUTE);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.whileOutOfReach(() -> {
                log.writeUntil(15);
                log.restart();
                log.writeUntil(20);
                log.restart();
                log.writeUntil(25);
            });
            viewer.awaitLine("line 24");

            assertThat(viewer.messages().subList(10, viewer.messages().size())).isEqualTo(lines(15, 25));
            gapBefore(viewer, "line 15", "rotated", "upstream");
        }
    }

    @Test
    void marksAClockStepAndBringsAllLinesAfterIt() {
        RunningLog log = running("stepped", TENTH);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.stepBack(Duration.ofSeconds(6));
            log.writeUntil(20);

            assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(0, 20));
            assertThat(viewer.marked("clock-step")).hasSize(1);
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void resumesExactlyBeforeAndAfterAClockStep() {
        RunningLog log = running("stepped-resumed", TENTH);
        log.writeUntil(10);
        log.stepBack(Duration.ofSeconds(6));
        log.writeUntil(20);

        try (LogViewer first = log.follow("").awaitLines(20)) {
            for (int seen : List.of(4, 9, 10, 14)) {
                try (LogViewer viewer = log.resume(first.lines().get(seen).id())) {
                    assertThat(viewer.awaitLine("line 19").messages())
                            .as("after line " + seen)
                            .isEqualTo(lines(seen + 1, 20));
                    assertThat(viewer.gaps()).isEmpty();
                }
            }
        }
    }

    @Test
    void reopensExactlyAfterAClockStep() {
        RunningLog log = running("stepped-live", TENTH);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.stepBack(Duration.ofSeconds(6));
            log.writeUntil(20);
            viewer.awaitLine("line 19");
            log.whileOutOfReach(() -> log.writeUntil(30));

            assertThat(viewer.awaitLine("line 29").messages()).isEqualTo(lines(0, 30));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void bringsAClockStepThatHappenedOutOfReach() {
        RunningLog log = running("stepped-unseen", TENTH);
        log.writeUntil(10);

        try (LogViewer viewer = log.follow("").awaitLines(10)) {
            log.whileOutOfReach(() -> {
                log.stepBack(Duration.ofSeconds(6));
                log.writeUntil(70);
                log.stepBack(Duration.ofMillis(1));
                log.writeUntil(75);
            });

            assertThat(viewer.awaitLine("line 74").messages()).isEqualTo(lines(0, 75));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void resumesAtEveryLineOfOneTimestamp() {
        RunningLog log = running("equal-times", Duration.ZERO);
        log.writeUntil(40);

        try (LogViewer first = log.follow("").awaitLines(40)) {
            for (int seen = 0; seen < 39; seen++) {
                try (LogViewer viewer = log.resume(first.lines().get(seen).id())) {
                    assertThat(viewer.awaitLine("line 39").messages())
                            .as("after line " + seen)
                            .isEqualTo(lines(seen + 1, 40));
                }
            }
        }
    }

    @Test
    void bringsAllLinesOnceAKubeletAnswersAgain() {
        for (int status : List.of(429, 503)) {
            RunningLog log = running("refused-" + status, TENTH);
            log.writeUntil(10);

            try (LogViewer viewer = log.follow("").awaitLines(10)) {
                log.log().refuse(status);
                log.log().cut();
                viewer.awaitMarker("error: ");
                log.writeUntil(20);
                log.log().refuse(0);

                assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(0, 20));
                assertThat(viewer.gaps()).isEmpty();
            }
        }
    }

    @Test
    void countsWholeLinesInATailThoughTheyLieInPieces() {
        RunningLog log = running("pieces", TENTH);
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        for (int i = 0; i < 5; i++) {
            log.log().append(noon.plusSeconds(i), "abcde".substring(i, i + 1).repeat(3 * LogEntry.PIECE));
        }

        try (LogViewer viewer = log.follow("?tail=3").awaitLines(3)) {
            assertThat(viewer.messages())
                    .extracting(message -> message.substring(0, 1))
                    .containsExactly("c", "d", "e");
            assertThat(viewer.lines())
                    .extracting(line -> line.data().path("length").asInt())
                    .containsOnly(3 * LogEntry.PIECE);
        }
    }

    /** From the line before it to the line after it. */
    private static void gapBefore(LogViewer viewer, String line, String... reasons) {
        assertThat(viewer.gaps()).as(viewer.toString()).hasSize(1);
        LogViewer.Event gap = viewer.gaps().getFirst();
        List<LogViewer.Event> events = viewer.events();
        int place = events.indexOf(gap);
        LogViewer.Event next = events.stream()
                .filter(event -> event.message().equals(line))
                .findFirst()
                .orElseThrow();
        assertThat(gap.data().path("reason").asText()).isIn((Object[]) reasons);
        assertThat(place).as("the gap's place").isLessThan(events.indexOf(next));
        Instant from = Instant.parse(gap.data().path("from").asText());
        Instant to = Instant.parse(gap.data().path("to").asText());
        assertThat(from).isBefore(to);
        assertThat(to)
                .isBeforeOrEqualTo(Instant.parse(next.data().path("timestamp").asText()));
    }

    private static RunningLog running(String name, Duration pace) {
        return RunningLog.start(cluster, lens, token, name, pace);
    }
}
