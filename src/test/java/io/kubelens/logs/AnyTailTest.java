package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The newest lines of random logs, which Kubernetes counts in pieces and does not number. */
class AnyTailTest {
    private static final String SSE = "text/event-stream";

    private static TailSearch search(RandomGenerator random, StillLog log, int wanted) {
        TailSearch search = new TailSearch(wanted);
        int asked = 0;
        do {
            assertThat(search.asked()).isGreaterThan(asked);
            asked = search.asked();
            search.restart();
            byte[] answer = log.read(asked, 0).take();
            int largest = 1 << random.nextInt(17);
            for (int from = 0, to; from < answer.length; from = to) {
                to = Math.min(answer.length, from + 1 + random.nextInt(largest));
                search.take(ByteBuffer.wrap(Arrays.copyOfRange(answer, from, to)));
            }
        } while (!search.finish());
        return search;
    }

    /** What is read from a place on, of the answer that Kubernetes gives to those who ask for it. */
    private static List<String> from(Position place, StillLog log) {
        LineReader reader = new LineReader(place, 1 << 20);
        reader.restart();
        long since = place.isBeginning() ? 0 : Math.floorDiv(place.time() - LineReader.EARLIER, Timestamps.SECOND);
        ByteBuffer answer = ByteBuffer.wrap(log.read(-1, since).take());
        List<String> lines = new ArrayList<>();
        while (reader.next(answer)) {
            LogLine line = reader.line();
            lines.add(new String(line.array, line.from, line.to - line.from, UTF_8));
        }
        return lines;
    }

    /** A log, and the lines that are in it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Written(StillLog log, long[] times, List<String> lines) {
        static Written of(RandomGenerator random, int longest) {
            Written written = new Written(new StillLog(), AnyText.times(random, random.nextInt(60)), new ArrayList<>());
            for (long time : written.times) {
                String text = "x".repeat(random.nextInt(random.nextInt(6) == 0 ? longest + 1 : 20));
                written.lines.add(written.lines.size() + text);
                written.log.line(time, written.lines.getLast());
            }
            return written;
        }

        List<String> newest(int count) {
            return lines.subList(lines.size() - count, lines.size());
        }
    }

    @Test
    void beginsExactlyWhereItIsAskedFor() {
        RandomCases.check(500, random -> {
            Written written = Written.of(random, random.nextBoolean() ? 1000 : 4 * StillLog.PIECE);
            int wanted = random.nextInt(written.times.length + 5);

            TailSearch search = search(random, written.log, wanted);

            int lines = Math.min(wanted, written.times.length);
            assertThat(search.size()).isEqualTo(lines);
            for (int back = 1; back <= lines; back++) {
                assertThat(search.time(back)).isEqualTo(written.times[written.times.length - back]);
            }
            for (int share = 0; share <= lines; share++) {
                assertThat(from(search.before(share), written.log)).isEqualTo(written.newest(share));
            }
        });
    }

    @Test
    void hasLinesThatAreInPiecesWhole() {
        RandomCases.check(30, random -> {
            StillWorld world = StillWorld.of(random);
            StillLog log = world.pod("web");
            int lines = random.nextInt(1, 30);
            IntStream.range(0, lines)
                    .forEach(i -> log.line(
                            LogWorld.T0 + i / 5, i + "x".repeat(random.nextInt(3) == 0 ? 3 * StillLog.PIECE : 9)));
            int tail = random.nextInt(1, lines + 3);
            Viewer viewer = world.view("web", "tail=" + tail + "&follow=" + random.nextBoolean(), null, SSE);
            world.settle(viewer);

            assertThat(viewer.messages().stream().map(text -> text.substring(0, text.indexOf('x'))))
                    .isEqualTo(IntStream.range(Math.max(0, lines - tail), lines)
                            .mapToObj(String::valueOf)
                            .toList());
        });
    }

    @Test
    void hasTheIdsThatTheWholeLogHas() {
        RandomCases.check(40, random -> {
            StillWorld world = StillWorld.of(random);
            StillLog log = world.pod("web");
            // Both of the ways to begin: a tail of up to a thousand lines is looked for first.
            long[] times = AnyText.times(random, random.nextInt(1, random.nextBoolean() ? 3000 : 100));
            IntStream.range(0, times.length).forEach(i -> log.line(times[i], "line " + i));
            Viewer whole = world.view("web", "since=2026-01-01T00:00:00Z&follow=false", null, SSE);
            world.settle(whole);
            assertThat(whole.messages()).hasSize(times.length);
            for (int i = 0; i < 3; i++) {
                int tail = random.nextInt(times.length + 10);
                StillWorld there = random.nextBoolean() ? world : world.replica();
                Viewer viewer = there.view("web", "tail=" + tail + "&follow=" + random.nextBoolean(), null, SSE);
                there.settle(viewer);

                assertThat(viewer.logs())
                        .isEqualTo(whole.logs().subList(Math.max(0, times.length - tail), times.length));
                viewer.close();
            }
        });
    }

    @Test
    void hasTheIdsThatTheWholeLogHasWhileItGrows() {
        RandomCases.check(60, random -> {
            StillWorld world = StillWorld.of(random);
            StillLog log = world.pod("web");
            long[] times = AnyText.times(random, 3000);
            int there = random.nextInt(1, 2500);
            IntStream.range(0, there).forEach(i -> log.line(times[i], "line " + i));
            int tail = 1001 + random.nextInt(500);
            Viewer viewer = world.view("web", "tail=" + tail + "&follow=false", null, SSE);
            int pause = random.nextInt(1, 20);
            for (int i = there; i < times.length; i++) {
                log.line(times[i], "line " + i);
                if (i % pause == 0) {
                    world.api.step();
                    viewer.take();
                }
            }
            world.settle(viewer);
            Viewer whole = world.replica().view("web", "since=2026-01-01T00:00:00Z&follow=false", null, SSE);
            world.settle(whole);

            int from = whole.logs().indexOf(viewer.logs().getFirst());
            assertThat(viewer.logs()).hasSizeGreaterThanOrEqualTo(Math.min(there, tail));
            assertThat(viewer.logs())
                    .isEqualTo(whole.logs().subList(from, from + viewer.logs().size()));
        });
    }
}
