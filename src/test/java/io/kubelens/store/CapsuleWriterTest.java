package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapsuleWriterTest {
    private static final long NINE = 1_795_251_600_000_000_000L;
    private final MovingClock clock = new MovingClock();
    private final Capsules capsules = new Capsules(clock);

    private SealedCapsule sealed(CapsuleWriter writer) {
        return writer.seal(capsules.ended("web-1", 0), true, null, clock.instant(), clock);
    }

    private static void write(CapsuleWriter writer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.write(bytes, 0, bytes.length);
    }

    @Test
    void keepsEveryByteWhateverThePieces() {
        String log = Capsules.lines(12_000) + "2026-11-21T09:00:12Z no end";
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
        Random random = new Random(1);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(5_000));
            writer.write(bytes, at, to);
            at = to;
        }

        SealedCapsule capsule = sealed(writer);

        assertThat(Capsules.unpacked(capsule.chunks())).isEqualTo(log);
        assertThat(capsule.capsule().lines()).isEqualTo(12_001);
        assertThat(capsule.capsule().bytes()).isEqualTo(bytes.length);
        assertThat(capsule.capsule().complete()).isTrue();
        assertThat(capsule.chunks()).allSatisfy(chunk -> assertThat(chunk.span().stored())
                .isLessThan(chunk.span().bytes() / 4));
    }

    @Test
    void opensAtATimeAndFromTheEnd() {
        CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
        write(writer, Capsules.lines(20_000));
        Capsule capsule = sealed(writer).capsule();
        List<ChunkSpan> chunks = capsule.chunks();

        assertThat(chunks.size()).isGreaterThan(3);
        assertThat(chunks.getFirst().first()).isEqualTo(NINE);
        assertThat(chunks.getLast().last()).isEqualTo(NINE + 19_999_000_000L);
        assertThat(capsule.chunkAt(0)).isZero();
        assertThat(capsule.chunkAt(chunks.get(1).first())).isEqualTo(1);
        assertThat(capsule.chunkAt(chunks.get(1).last())).isEqualTo(1);
        assertThat(capsule.chunkAt(chunks.get(1).last() + 1)).isEqualTo(2);
        assertThat(capsule.chunkAt(Long.MAX_VALUE)).isEqualTo(chunks.size() - 1);
        assertThat(capsule.chunkOfTail(1)).isEqualTo(chunks.size() - 1);
        assertThat(capsule.chunkOfTail(chunks.getLast().lines() + 1)).isEqualTo(chunks.size() - 2);
        assertThat(capsule.chunkOfTail(1_000_000)).isZero();
    }

    @Test
    void keepsTheEndWithinItsLimits() {
        CapsuleWriter byLines = new CapsuleWriter(10_000, Long.MAX_VALUE);
        write(byLines, Capsules.lines(30_000));
        CapsuleWriter byBytes = new CapsuleWriter(Long.MAX_VALUE, 600_000);
        write(byBytes, Capsules.lines(30_000));

        SealedCapsule lines = sealed(byLines);
        SealedCapsule bytes = sealed(byBytes);

        assertThat(lines.capsule().lines()).isBetween(10_000L, 17_000L);
        assertThat(bytes.capsule().bytes()).isBetween(300_000L, 600_000L);
        assertThat(lines.capsule().complete()).isFalse();
        assertThat(Capsules.lines(30_000))
                .endsWith(Capsules.unpacked(lines.chunks()))
                .endsWith(Capsules.unpacked(bytes.chunks()));
    }

    @Test
    void boundsALineWithoutEnd() {
        CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
        String piece = "x".repeat(300_000);
        for (int i = 0; i < 20; i++) {
            write(writer, piece);
        }

        assertThat(writer.held()).isLessThan(2_000_000);
        SealedCapsule capsule = sealed(writer);
        assertThat(Capsules.unpacked(capsule.chunks())).isEqualTo(piece.repeat(20));
        assertThat(capsule.capsule().lines()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:00:00Z, 0",
        "2026-11-21T09:00:00.5Z, 500000000",
        "2026-11-21T10:00:00.000000001+01:00, 1",
        "2026-11-21T09:00:00.123456789Z, 123456789",
    })
    void readsTimesAsTheKubeletWritesThem(String time, long nanos) {
        CapsuleWriter writer = new CapsuleWriter(9, 9);
        write(writer, "no time at all\n" + time + " x\n2026-11-21T09:00:00.x1Z no\n2026-99-21T09:00:00.1Z no\n");

        ChunkSpan span = sealed(writer).capsule().chunks().getFirst();

        assertThat(span.first()).isEqualTo(NINE + nanos);
        assertThat(span.last()).isEqualTo(NINE + nanos);
    }

    @Test
    void saysWhenNoLineHasATime() {
        CapsuleWriter writer = new CapsuleWriter(9, 9);
        write(writer, "a\nb\n");

        assertThat(sealed(writer).capsule().chunks().getFirst().first()).isEqualTo(ChunkSpan.NONE);
    }

    @Test
    void noticesADamagedChunk() {
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(100));
        LineChunk chunk = capsule.chunks().getFirst();
        byte[] packed = chunk.packed().clone();
        packed[packed.length / 2] ^= 0x55;
        ChunkSpan span = chunk.span();

        assertThatThrownBy(() -> new LineChunk(span, packed).lines()).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> new LineChunk(
                                new ChunkSpan(span.first(), span.last(), span.lines(), span.bytes() + 1, span.stored()),
                                chunk.packed())
                        .lines())
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void givesIdsThatSortByAge() {
        String first = CapsuleId.next(clock.instant());
        clock.move(java.time.Duration.ofMillis(1));

        assertThat(first).isLessThan(CapsuleId.next(clock.instant())).hasSize(28);
        assertThat(CapsuleId.before(clock.instant())).isGreaterThan(first);
    }
}
