package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random logs, in chunks that end at any byte. */
class AnySplitTest {

    /** What a reader finds in an answer that comes in chunks of at most so many bytes. */
    private record Found(List<ReadLine> lines, boolean missed, boolean failure) {
        static Found in(byte[] answer, int largest, LineReader reader, RandomGenerator random) {
            List<ReadLine> lines = new ArrayList<>();
            reader.restart();
            for (int from = 0, to; from < answer.length; from = to) {
                to = Math.min(answer.length, from + 1 + random.nextInt(largest));
                // As buffers come: not at the beginning of their array.
                byte[] chunk = new byte[to - from + 5];
                System.arraycopy(answer, from, chunk, 3, to - from);
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, chunk.length - 2).slice(3, to - from);
                while (reader.next(buffer)) {
                    lines.add(ReadLine.of(reader.line()));
                }
            }
            while (reader.finish()) {
                lines.add(ReadLine.of(reader.line()));
            }
            return new Found(lines, reader.isMissed(), reader.endsInFailure());
        }
    }

    private static byte[] answer(long[] times, List<byte[]> messages) {
        StillLog log = new StillLog();
        for (int i = 0; i < times.length; i++) {
            log.line(times[i], messages.get(i));
        }
        return log.read(-1, 0).take();
    }

    private static List<byte[]> messages(RandomGenerator random, int count, int longest) {
        return Stream.generate(() -> AnyText.message(random, longest))
                .limit(count)
                .toList();
    }

    @Test
    void hasTheSameLinesWhereverItIsCut() {
        RandomCases.check(400, random -> {
            int max = random.nextInt(1, 60);
            long[] times = AnyText.times(random, random.nextInt(60));
            List<byte[]> messages = messages(random, times.length, random.nextInt(10) == 0 ? 50_000 : 400);
            byte[] answer = answer(times, messages);
            int newline = answer.length > 0 && random.nextBoolean() ? 1 : 0;

            Found found = Found.in(
                    Arrays.copyOf(answer, answer.length - newline),
                    1 << random.nextInt(17),
                    new LineReader(Position.BEGINNING, max),
                    random);

            assertThat(found.lines()).isEqualTo(ReadLine.expected(times, messages, max));
        });
    }

    @Test
    void goesOnAfterAnyPlaceWhereverItIsCut() {
        RandomCases.check(400, random -> {
            long[] times = AnyText.times(random, random.nextInt(1, 80));
            List<byte[]> messages = messages(random, times.length, 40);
            List<ReadLine> all = ReadLine.expected(times, messages, 100);
            int at = random.nextInt(all.size());
            ReadLine line = all.get(at);
            Position place = random.nextBoolean()
                    ? Position.after(line.time(), line.count())
                    : Position.afterPrinted(line.printed());

            Found found =
                    Found.in(answer(times, messages), 1 << random.nextInt(12), new LineReader(place, 100), random);

            assertThat(found.missed()).isFalse();
            assertThat(found.lines()).isEqualTo(all.subList(at + 1, all.size()));
        });
    }

    @Test
    void saysThatALineIsMissingWhereverItIsCut() {
        RandomCases.check(200, random -> {
            long[] times = AnyText.times(random, random.nextInt(2, 40));
            Position place = Position.after(times[0], 1_000);

            Found found = Found.in(
                    answer(times, messages(random, times.length, 20)),
                    1 << random.nextInt(8),
                    new LineReader(place, 100),
                    random);

            assertThat(found.lines()).isEmpty();
            assertThat(found.missed()).isEqualTo(times[times.length - 1] > times[0]);
        });
    }

    /** Two streams of a container may be mixed in pieces: times stand within lines, or are not there at all. */
    @Test
    void meansTheSameWhereverItIsCutWhateverItIs() {
        RandomCases.check(400, random -> {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            long[] times = AnyText.times(random, random.nextInt(1, 40));
            for (long time : times) {
                long stepped = random.nextInt(10) == 0 ? time - 5 * Timestamps.SECOND : time;
                if (random.nextInt(3) > 0) {
                    answer.writeBytes((StillLog.nine(stepped) + (random.nextInt(9) == 0 ? "" : " ")).getBytes(UTF_8));
                }
                answer.writeBytes(AnyText.message(random, 300));
                answer.write('\n');
            }
            answer.writeBytes(AnyText.message(random, 10));
            int max = random.nextInt(1, 100);

            Found whole = Found.in(
                    answer.toByteArray(), Integer.MAX_VALUE - 1, new LineReader(Position.BEGINNING, max), random);
            Found cut = Found.in(
                    answer.toByteArray(), 1 << random.nextInt(10), new LineReader(Position.BEGINNING, max), random);

            assertThat(cut).isEqualTo(whole);
        });
    }

    @Test
    void costsNoMoreThanItsLimitWhenALineDoesNotEnd() {
        int max = 10_000;
        LineReader reader = new LineReader(Position.BEGINNING, max);
        reader.restart();
        reader.next(ByteBuffer.wrap((StillLog.nine(LogWorld.T0) + ' ').getBytes(UTF_8)));
        byte[] chunk = "日".repeat(20_000).getBytes(UTF_8);
        for (int i = 0; i < 1000; i++) {
            assertThat(reader.next(ByteBuffer.wrap(chunk))).isFalse();
            assertThat(reader.held()).isLessThanOrEqualTo(4 * max + 36);
        }
        assertThat(reader.next(ByteBuffer.wrap("\n".getBytes(UTF_8)))).isTrue();

        assertThat(ReadLine.of(reader.line()))
                .isEqualTo(new ReadLine(LogWorld.T0, 1, LogWorld.T0, "日".repeat(max), true, 20_000_000));
        assertThat(reader.held()).isZero();
    }
}
