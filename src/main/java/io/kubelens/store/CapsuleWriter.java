package io.kubelens.store;

import com.github.luben.zstd.ZstdCompressCtx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs a log into chunks while it is read: it takes what the kubelet sends with {@code timestamps=true}, in pieces of
 * any size, and keeps the end of it. It holds one chunk unpacked. Not thread-safe.
 */
public final class CapsuleWriter {
    /** A chunk ends with the first line that makes it this long. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** A line that fills so much goes on in the next chunk. */
    private static final int LONGEST = 4 * CHUNK_BYTES;

    /** Packs 0.3 GB/s here; higher levels take twice the time for a few per cent. */
    private static final int LEVEL = 3;

    private final long maxLines;
    private final long maxBytes;
    private final Deque<LineChunk> chunks = new ArrayDeque<>();
    private final LineTimes times = new LineTimes();
    private byte[] open = new byte[16 * 1024];
    private int length;
    private int lineStart;
    private int openLines;
    private long lines;
    private long bytes;
    private boolean dropped;

    /**
     * Keeps the last lines: older chunks go as soon as what follows them is so much.
     *
     * @param maxBytes unpacked
     */
    public CapsuleWriter(long maxLines, long maxBytes) {
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    public void write(byte[] piece, int from, int to) {
        int at = from;
        while (at < to) {
            int end = lineEnd(piece, at, to);
            append(piece, at, end);
            if (piece[end - 1] == '\n') {
                endLine();
            }
            if ((length >= CHUNK_BYTES && lineStart == length) || length >= LONGEST) {
                pack();
            }
            at = end;
        }
    }

    /** Where the line that {@code from} is in ends, behind its line feed, or as much of it as fits. */
    private int lineEnd(byte[] piece, int from, int to) {
        int limit = Math.min(to, from + LONGEST - length);
        for (int i = from; i < limit; i++) {
            if (piece[i] == '\n') {
                return i + 1;
            }
        }
        return limit;
    }

    private void append(byte[] piece, int from, int to) {
        int needed = length + to - from;
        if (needed > open.length) {
            open = Arrays.copyOf(open, Math.max(needed, Math.min(LONGEST, 2 * open.length)));
        }
        System.arraycopy(piece, from, open, length, to - from);
        length = needed;
    }

    private void endLine() {
        times.line(open, lineStart, length);
        openLines++;
        lineStart = length;
    }

    private void pack() {
        byte[] unpacked = Arrays.copyOf(open, length);
        byte[] packed = packed(unpacked);
        chunks.add(new LineChunk(
                new ChunkSpan(times.first(), times.last(), openLines, unpacked.length, packed.length), packed));
        lines += openLines;
        bytes += unpacked.length;
        length = 0;
        lineStart = 0;
        openLines = 0;
        times.reset();
        dropOldest();
    }

    private static byte[] packed(byte[] unpacked) {
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            return zstd.setLevel(LEVEL).setChecksum(true).compress(unpacked);
        }
    }

    private void dropOldest() {
        while (chunks.size() > 1) {
            ChunkSpan oldest = chunks.getFirst().span();
            if (lines - oldest.lines() < maxLines && bytes <= maxBytes) {
                return;
            }
            chunks.removeFirst();
            lines -= oldest.lines();
            bytes -= oldest.bytes();
            dropped = true;
        }
    }

    /** Of the lines that are kept. */
    public long bytes() {
        return bytes + length;
    }

    /** Held in memory now, for whoever has a budget. */
    public long held() {
        return open.length
                + chunks.stream().mapToLong(chunk -> chunk.span().stored()).sum();
    }

    /**
     * The capsule; nothing may be written afterwards.
     *
     * @param complete whether what was written is all of the run's log; when older lines went, the capsule is not
     */
    public SealedCapsule seal(
            Termination termination, boolean complete, @Nullable CapsuleGap gap, Instant expiresAt, Clock clock) {
        if (lineStart < length) {
            endLine();
        }
        if (length > 0 || chunks.isEmpty()) {
            pack();
        }
        open = new byte[0];
        List<LineChunk> kept = List.copyOf(chunks);
        Capsule capsule = new Capsule(
                CapsuleId.next(clock.instant()),
                termination,
                complete && !dropped,
                gap,
                kept.stream().map(LineChunk::span).toList(),
                expiresAt);
        return new SealedCapsule(capsule, kept);
    }
}
