package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random logs of several pods, in random orders of arrival. */
final class Arrivals {
    static final long MILLI = 1_000_000;
    static final long WINDOW = 250 * MILLI;

    /** Merged lines are in this order. */
    static final Comparator<Line> ORDER =
            Comparator.comparingLong(Line::time).thenComparing(line -> source(line.pod()));

    private Arrivals() {}

    /** {@code number} is that in its pod. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Line(String pod, int number, long time, byte[] text) {
        String shown() {
            return pod + "/main " + new String(text, UTF_8) + '\n';
        }
    }

    /** A line is there so long after the beginning. */
    record Arrival(long at, Line line) {}

    private static SourceId source(String pod) {
        return SourceId.of(ContainerLog.current(new PodLog(Pods.running(pod), List.of("main")))
                .getFirst());
    }

    static List<String> pods(RandomGenerator random) {
        int count = random.nextInt(1, random.nextInt(20) == 0 ? 40 : 8);
        return IntStream.range(0, count).mapToObj(i -> "pod-" + i).toList();
    }

    static List<Line> lines(RandomGenerator random, List<String> pods) {
        Map<String, Integer> numbers = new HashMap<>();
        return Arrays.stream(AnyText.times(random, random.nextInt(1, 120)))
                .mapToObj(time -> {
                    String pod = RandomCases.oneOf(random, pods);
                    return new Line(pod, numbers.merge(pod, 1, Integer::sum), time, AnyText.message(random, 300));
                })
                .sorted(ORDER)
                .toList();
    }

    /** Each line arrives before the one that it precedes has waited for the window; all within four seconds. */
    static List<Arrival> withinTheWindow(RandomGenerator random, List<Line> lines) {
        List<Arrival> arrivals = new ArrayList<>();
        Map<String, Long> before = new HashMap<>();
        long base = 0;
        for (Line line : lines) {
            base += random.nextInt(3) == 0 ? random.nextLong(90) * MILLI : 0;
            long at = Math.max(before.getOrDefault(line.pod(), 0L), base + random.nextLong(250) * MILLI);
            before.put(line.pod(), at);
            arrivals.add(new Arrival(at, line));
        }
        return inTime(arrivals);
    }

    static List<Arrival> anyTime(RandomGenerator random, List<Line> lines) {
        List<Arrival> arrivals = new ArrayList<>();
        Map<String, Long> before = new HashMap<>();
        for (Line line : lines) {
            long pause = random.nextInt(3) == 0 ? random.nextLong(400) * MILLI : 0;
            long at = before.merge(line.pod(), pause, Long::sum);
            arrivals.add(new Arrival(at, line));
        }
        return inTime(arrivals);
    }

    private static List<Arrival> inTime(List<Arrival> arrivals) {
        return arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::at)
                        .thenComparing(each -> each.line().number()))
                .toList();
    }
}
