package io.kubelens.real;

import static io.kubelens.real.RunningLog.gapBefore;
import static io.kubelens.real.RunningLog.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Kubernetes no longer has is said, once, and what it has comes, once. */
class GapsIT {
    private static final Duration TENTH = Duration.ofMillis(100);

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void tellsAClientThatWasAwayOnceWhatWasRotatedAway() {
        RunningLog log = LENS.running("rotated-away", TENTH);
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
        RunningLog log = LENS.running("rotated-live", TENTH);
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
        RunningLog log = LENS.running("rotated-slowly", Duration.ofSeconds(7));
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
        RunningLog log = LENS.running("rotated-before", TENTH);
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
    void bringsAllLinesOnceAKubeletAnswersAgain() {
        for (int status : List.of(429, 503)) {
            RunningLog log = LENS.running("refused-" + status, TENTH);
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
        RunningLog log = LENS.running("pieces", TENTH);
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
}
