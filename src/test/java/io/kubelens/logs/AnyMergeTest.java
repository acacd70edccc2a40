package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.logs.Arrivals.Arrival;
import io.kubelens.logs.Arrivals.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random logs of several pods that arrive in random order. */
class AnyMergeTest {

    @Test
    void isTheSameBytesWhateverTheArrivalWithinTheWindow() {
        RandomCases.check(75, random -> {
            List<String> pods = Arrivals.pods(random);
            List<Line> lines = Arrivals.lines(random, pods);
            MergeRun first = new MergeRun(random, pods).play(Arrivals.withinTheWindow(random, lines));
            MergeRun second = new MergeRun(random, pods).play(Arrivals.withinTheWindow(random, lines));

            assertThat(second.bytes()).isEqualTo(first.bytes());
            assertThat(first.viewer(MergeRun.TEXT).text())
                    .isEqualTo(String.join("", lines.stream().map(Line::shown).toList()));
            assertThat(first.viewer(MergeRun.NDJSON).text()).doesNotContain(",\"late\":true");
        });
    }

    /** What a merge has to do, said as shortly as possible. */
    private static final class Model {
        private final Map<String, Deque<Arrival>> read = new HashMap<>();
        private final List<String> sent = new ArrayList<>();
        private long newest = Long.MIN_VALUE;

        Model(List<String> pods) {
            pods.forEach(pod -> read.put(pod, new ArrayDeque<>()));
        }

        void release(long now) {
            for (Arrival next = next(now); next != null; next = next(now)) {
                Line line = next.line();
                Objects.requireNonNull(read.get(line.pod())).remove();
                sent.add(line.pod() + '.' + line.number() + (line.time() < newest ? " late" : ""));
                newest = Math.max(newest, line.time());
            }
        }

        private @Nullable Arrival next(long now) {
            Arrival first = read.values().stream()
                    .flatMap(queue -> Stream.ofNullable(queue.peek()))
                    .min(Comparator.comparing(Arrival::line, Arrivals.ORDER))
                    .orElse(null);
            boolean all = read.values().stream().noneMatch(Deque::isEmpty);
            return first != null && (all || now >= first.at() + Arrivals.WINDOW) ? first : null;
        }
    }

    @Test
    void sendsEachLineOnceAndMarksTheLateOnesWhateverTheArrival() {
        RandomCases.check(50, random -> {
            List<String> pods = Arrivals.pods(random);
            List<Line> lines = Arrivals.lines(random, pods);
            MergeRun run = new MergeRun(random, pods);
            Model model = new Model(pods);
            Deque<Arrival> arrivals = new ArrayDeque<>(Arrivals.anyTime(random, lines));
            while (!arrivals.isEmpty()) {
                long at = Math.max(
                        run.now, Math.min(arrivals.getFirst().at(), run.now + random.nextLong(Arrivals.WINDOW)));
                run.moveTo(at);
                model.release(at);
                while (!arrivals.isEmpty() && arrivals.getFirst().at() <= at) {
                    Line line = arrivals.remove().line();
                    run.write(line);
                    Objects.requireNonNull(model.read.get(line.pod())).add(new Arrival(at, line));
                }
                run.settle();
                model.release(at);
                if (random.nextInt(6) == 0) {
                    assertThat(sent(run)).isEqualTo(model.sent);
                }
            }
            run.moveTo(run.now + Arrivals.WINDOW);
            model.release(run.now);

            assertThat(sent(run)).isEqualTo(model.sent).hasSameSizeAs(lines).doesNotHaveDuplicates();
        });
    }

    private static List<String> sent(MergeRun run) {
        Map<String, Integer> numbers = new HashMap<>();
        return run.viewer(MergeRun.SSE).logs().stream()
                .map(event -> {
                    String pod = event.data().get("podName").asText();
                    return pod
                            + '.'
                            + numbers.merge(pod, 1, Integer::sum)
                            + (event.data().has("late") ? " late" : "");
                })
                .toList();
    }
}
