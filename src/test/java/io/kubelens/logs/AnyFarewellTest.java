package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.logs.Arrivals.Arrival;
import io.kubelens.logs.Arrivals.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pods that leave an app while lines of random logs are on their way. */
class AnyFarewellTest {

    @Test
    void sendsAllLinesOfAPodThatLeavesBeforeItSaysSo() {
        RandomCases.check(60, random -> {
            List<String> pods = Arrivals.pods(random);
            List<Line> lines = Arrivals.lines(random, pods);
            MergeRun run = new MergeRun(random, pods);
            Set<String> gone = new HashSet<>();
            List<Arrival> arrivals = Arrivals.withinTheWindow(random, lines);
            for (int i = 0; i < arrivals.size(); i++) {
                run.moveTo(arrivals.get(i).at());
                run.write(arrivals.get(i).line());
                if (random.nextBoolean()) {
                    run.world.api.step();
                }
                String pod = arrivals.get(i).line().pod();
                boolean last = arrivals.subList(i + 1, arrivals.size()).stream()
                        .noneMatch(later -> later.line().pod().equals(pod));
                if (last && random.nextBoolean()) {
                    run.world.leave(pod);
                    gone.add(pod);
                }
            }
            for (int i = 0; i < 20; i++) {
                run.moveTo(run.now + 60 * Arrivals.MILLI);
            }

            List<String> told = new ArrayList<>();
            for (Viewer.Event event : run.viewer(MergeRun.SSE).events()) {
                String pod = event.data().path("podName").asText();
                if (event.name().equals("log")) {
                    assertThat(told).doesNotContain(pod);
                } else if (event.data().path("kind").asText().equals("pod-removed")) {
                    told.add(pod);
                }
            }
            assertThat(told).containsExactlyInAnyOrderElementsOf(gone);
            assertThat(run.viewer(MergeRun.TEXT).text())
                    .isEqualTo(String.join("", lines.stream().map(Line::shown).toList()));
        });
    }
}
