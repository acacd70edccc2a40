package io.kubelens.logs;

import static io.kubelens.logs.Arrivals.MILLI;
import static io.kubelens.logs.Arrivals.WINDOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.logs.Arrivals.Line;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A process that gets no turn for a while has not waited for lines, which may lie unread in its connections. */
class HeldUpMergeTest {
    private static final long PAUSE = 170 * MILLI;
    private final MergeRun run = new MergeRun(new SplittableRandom(1), List.of("pod-0", "pod-1"));

    private String text() {
        return run.viewer(MergeRun.TEXT).text();
    }

    private void write(String pod, long time, String text) {
        run.write(new Line(pod, 1, time, text.getBytes(UTF_8)));
        run.settle();
    }

    @Test
    void keepsTheOrderOfWhatCameWhileItWasHeldUp() {
        write("pod-0", 2, "second");
        run.moveTo(run.now + WINDOW - MILLI);
        run.holdUp(PAUSE);
        assertThat(text()).isEmpty();

        write("pod-1", 1, "first");
        run.moveTo(run.now + WINDOW);
        assertThat(text()).isEqualTo("pod-1/main first\npod-0/main second\n");
        assertThat(run.viewer(MergeRun.NDJSON).text()).doesNotContain("\"late\"");
    }

    @Test
    void waitsNoLongerWhenItHasHadItsTurns() {
        write("pod-0", 2, "second");
        run.moveTo(run.now + WINDOW);
        assertThat(text()).isEqualTo("pod-0/main second\n");

        write("pod-1", 1, "first");
        run.moveTo(run.now + WINDOW);
        assertThat(run.viewer(MergeRun.NDJSON).text()).contains("\"late\":true");
    }

    @Test
    void waitsNotForEverWhenItIsHeldUpAgainAndAgain() {
        write("pod-0", 2, "second");
        long written = run.now;
        while (text().isEmpty()) {
            run.holdUp(PAUSE);
            assertThat(run.now - written).isLessThan(WINDOW + 1000 * MILLI + PAUSE);
        }
        assertThat(run.now - written).isGreaterThan(WINDOW + 500 * MILLI);
    }
}
