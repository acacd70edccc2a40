package io.kubelens.real;

import static io.kubelens.real.RunningLog.gapBefore;
import static io.kubelens.real.RunningLog.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container's restarts leave of its log, to those who were away and to those who looked. */
class RestartsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void givesTheRestOfThePreviousRunToAClientThatWasAwayOverOneRestart() {
        awayOverOneRestart("restarted-away", MINUTE);
    }

    @Test
    void givesTheRestOfThePreviousRunAlsoWhenAllHappenedInASecond() {
        awayOverOneRestart("restarted-quickly", Duration.ofMillis(10));
    }

    private static void awayOverOneRestart(String name, Duration pace) {
        RunningLog log = LENS.running(name, pace);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.writeUntil(15);
        log.restart();
        log.writeUntil(20);

        getsTheRest(log, id);
    }

    /** All from {@code line 10} to {@code line 19}, and no word of a gap. */
    private static void getsTheRest(RunningLog log, String id) {
        try (LogViewer viewer = log.resume(id)) {
            assertThat(viewer.awaitLine("line 19").messages()).isEqualTo(lines(10, 20));
            assertThat(viewer.gaps()).isEmpty();
        }
    }

    @Test
    void goesOnInTheNewRunWhenTheClientHadAllOfThePreviousOne() {
        RunningLog log = LENS.running("restarted-seen", MINUTE);
        log.writeUntil(10);
        String id = log.seenByOneWhoLeft();
        log.restart();
        log.writeUntil(20);

        getsTheRest(log, id);
    }

    @Test
    void tellsAClientThatWasAwayOverTwoRestartsThatTheOldestRunCannotBeHad() {
        RunningLog log = LENS.running("restarted-twice", MINUTE);
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
        RunningLog log = LENS.running("restarted-live", MINUTE);
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
        RunningLog log = LENS.running("restarted-twice-live", MINUTE);
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
}
