package io.kubelens.real;

import static io.kubelens.real.RunningLog.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines whose times go back, or stand still. */
class ClockStepsIT {
    private static final Duration TENTH = Duration.ofMillis(100);

    @RegisterExtension
    static final RunningLens LENS = RunningLens.withoutPatience();

    @Test
    void marksAClockStepAndBringsAllLinesAfterIt() {
        RunningLog log = LENS.running("stepped", TENTH);
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
        RunningLog log = LENS.running("stepped-resumed", TENTH);
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
        RunningLog log = LENS.running("stepped-live", TENTH);
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
        RunningLog log = LENS.running("stepped-unseen", TENTH);
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
        RunningLog log = LENS.running("equal-times", Duration.ZERO);
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
}
