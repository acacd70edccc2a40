package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random appends, evictions and reads of a ring, against a list that does the same. */
class AnyRingTest {
    private static final SourceLabel LABEL =
            new SourceLabel(ContainerLog.current(new PodLog(Pods.running("web"), List.of("main")))
                    .getFirst());
    private static final List<Frames> FORMS = List.of(
            new JsonFrames(true),
            new JsonFrames(false),
            new TextFrames(false, false),
            new TextFrames(true, false),
            new TextFrames(false, true),
            new TextFrames(true, true));

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Line(long time, long count, long printed, long arrived, byte[] text, long length) {
        LogLine show() {
            LogLine line = new LogLine();
            line.time = time;
            line.count = count;
            line.printed = printed;
            line.array = text;
            line.to = text.length;
            line.length = length;
            line.truncated = length > 0;
            return line;
        }
    }

    /** A ring and the list; views that were taken, to be read again later. */
    private static final class Pair {
        private final RandomGenerator random;
        private final LogRing ring = new LogRing(Position.BEGINNING);
        private final List<Line> all = new ArrayList<>();
        private final List<Runnable> readings = new ArrayList<>();
        private long memory;
        private long printed;
        private long time = LogWorld.T0;
        private long count;

        Pair(RandomGenerator random) {
            this.random = random;
        }

        void add() {
            add(AnyText.message(random, random.nextInt(30) == 0 ? 60_000 : 600));
        }

        void add(byte[] text) {
            boolean same = random.nextInt(3) > 0;
            time += same ? 0 : random.nextLong(1, 1000);
            count = same ? count + 1 : 1;
            printed = Math.max(time, printed + 1);
            long length = random.nextInt(6) == 0 ? 1 + random.nextLong(1L << 40) : 0;
            Line line = new Line(time, count, printed, random.nextLong(), text, length);
            all.add(line);
            memory += ring.add(line.show(), line.arrived());
        }

        void evict() {
            long before = ring.memory();
            Position oldest = ring.floor();
            long dropped = ring.dropOldest();
            memory -= dropped;
            assertThat(before - ring.memory()).isEqualTo(dropped);
            if (dropped == 0) {
                assertThat(ring.floor()).isEqualTo(oldest);
                assertThat(ring.chunksFrom(ring.start())).isLessThan(2);
            }
        }

        void look() {
            if (ring.start() == ring.end()) {
                return;
            }
            Frames form = RandomCases.oneOf(random, FORMS);
            long number = random.nextLong(ring.start(), ring.end());
            long before = ring.memory();
            LogChunk chunk = Objects.requireNonNull(ring.chunk(number));
            ChunkWriting writing = ring.write(chunk, form);
            ChunkView view = writing.view(LABEL);
            ring.count(writing, view);
            memory += ring.memory() - before;
            assertThat(view.has(number)).isTrue();
            long first = chunk.first;
            long end = view.end();
            assertThat(view.has(first - 1) || view.has(end)).isFalse();
            Runnable reading = () -> reads(view, form, first, end, number);
            reading.run();
            readings.add(reading);
        }

        private void reads(ChunkView view, Frames form, long first, long end, long number) {
            List<Line> lines = all.subList((int) number, (int) end);
            ByteBuf slice = view.slice(number, end);
            assertThat(slice.toString(UTF_8)).isEqualTo(encoded(form, lines));
            int bytes = slice.readableBytes() / 2;
            long to = view.fill(number, end, bytes);
            int taken = encoded(form, all.subList((int) number, (int) to)).getBytes(UTF_8).length;
            assertThat(to == number + 1 || taken <= bytes).isTrue();
            assertThat(to == end
                            || encoded(form, all.subList((int) number, (int) to + 1))
                                            .getBytes(UTF_8)
                                            .length
                                    > bytes)
                    .isTrue();
            for (long each : new long[] {first, number, end - 1}) {
                reads(view, form, each, all.get((int) each));
            }
        }

        private void reads(ChunkView view, Frames form, long number, Line line) {
            boolean late = number % 2 == 0;
            Bytes copy = new Bytes(8);
            view.copy(number, copy, form, late, out -> out.ascii("cursor"));
            Bytes log = new Bytes(8);
            form.log(log, LABEL, line.show(), late, out -> out.ascii("cursor"));
            assertThat(copy.toString()).isEqualTo(log.toString());
            LogLine shown = new LogLine();
            view.show(number, shown);
            assertThat(new long[] {shown.time, shown.count, shown.printed, view.arrived(number)})
                    .containsExactly(line.time(), line.count(), line.printed(), line.arrived());
        }

        private String encoded(Frames form, List<Line> lines) {
            Bytes out = new Bytes(8);
            lines.forEach(line -> form.line(out, LABEL, line.show()));
            return out.toString();
        }

        void find() {
            int start = (int) ring.start();
            List<Line> held = all.subList(start, all.size());
            assertThat(ring.end()).isEqualTo(all.size());
            assertThat(ring.chunk(ring.end())).isNull();
            assertThat(ring.times(start))
                    .isEqualTo(held.stream().mapToLong(Line::time).toArray());
            if (all.isEmpty()) {
                return;
            }
            int index = random.nextInt(all.size());
            Line line = all.get(index);
            Position after = place(line);
            assertThat(ring.findLine(after)).isEqualTo(index < start ? -1 : index + 1);
            assertThat(ring.reachesBack(after)).isEqualTo(index >= start - 1);
            Position floor = start == 0 ? Position.BEGINNING : place(all.get(start - 1));
            assertThat(ring.reachesBack(floor)).isTrue();
            assertThat(ring.findBeyond(floor)).isEqualTo(start);
            assertThat(ring.findBeyond(after)).isEqualTo(Math.max(start, index + 1));
            assertThat(ring.findBeyond(Position.afterPrinted(line.printed()))).isEqualTo(Math.max(start, index + 1));
            assertThat(ring.chunksFrom(ring.end())).isZero();
            assertThat(ring.memory()).isEqualTo(memory);
            assertThat(ring.memory())
                    .isGreaterThanOrEqualTo(
                            held.stream().mapToInt(each -> each.text().length).sum());
        }

        private static Position place(Line line) {
            return Position.after(line.time(), line.count());
        }

        void readAgain() {
            readings.forEach(Runnable::run);
        }
    }

    @Test
    void hasWhatTheListHasAndTellsTheSamePlaces() {
        RandomCases.check(60, random -> {
            Pair pair = new Pair(random);
            int evictions = random.nextInt(1, 40);
            for (int i = random.nextInt(1, 600); i > 0; i--) {
                pair.add();
                if (random.nextInt(evictions) == 0) {
                    pair.evict();
                }
                if (random.nextInt(8) == 0) {
                    pair.look();
                    pair.find();
                }
            }
            pair.find();
            // Whatever came or went since: who has a view has its lines.
            pair.readAgain();
        });
    }

    @Test
    void hasChunksOf32KiBOr256LinesOrOneLine() {
        RandomCases.check(20, random -> {
            Pair pair = new Pair(random);
            int lines = random.nextInt(300, 1200);
            boolean blank = random.nextBoolean();
            for (int i = 0; i < lines; i++) {
                if (blank) {
                    pair.add(new byte[0]);
                } else {
                    pair.add();
                }
            }
            for (long number = 0; number < pair.ring.end(); ) {
                LogChunk chunk = Objects.requireNonNull(pair.ring.chunk(number));
                int bytes = pair.all.subList((int) number, (int) chunk.end()).stream()
                        .mapToInt(line -> line.text().length)
                        .sum();
                assertThat(bytes <= LogChunk.FULL || chunk.lines() == 1).isTrue();
                assertThat(chunk.lines()).isLessThanOrEqualTo(LogChunk.MANY);
                number = chunk.end();
            }
            assertThat(Arrays.stream(pair.ring.times(0)).count()).isEqualTo(lines);
        });
    }
}
