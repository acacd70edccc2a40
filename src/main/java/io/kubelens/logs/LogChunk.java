package io.kubelens.logs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive lines of one container's log: their bytes and an index. It only grows, and what has been written in it
 * never changes. Guarded by the lock of its log.
 */
final class LogChunk {
    /** A chunk is full with so many bytes, or with one line that has more. */
    static final int FULL = 32 * 1024;

    static final int TIMES = 3;

    /** An event is about so much longer than its line. */
    private static final int OVERHEAD = 256;

    private static final int SMALLEST = 256;

    /** The number of its first line in its log. */
    final long first;

    private byte[] bytes;
    private int size;
    private int lines;
    private int[] ends = new int[2];
    private int[] counts = new int[2];
    private long[] times = new long[2 * TIMES];
    private long @Nullable [] lengths;
    private final @Nullable FrameBlock[] frames = new @Nullable FrameBlock[Frames.SHAPES];

    LogChunk(long first, int room) {
        this.first = first;
        bytes = new byte[Math.max(SMALLEST, room)];
    }

    boolean hasRoom(int more) {
        return lines == 0 || size + more <= FULL;
    }

    void add(LogLine line, long arrived) {
        int length = line.to - line.from;
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, Math.min(FULL, 2 * bytes.length)));
        }
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, 2 * lines);
            counts = Arrays.copyOf(counts, 2 * lines);
            times = Arrays.copyOf(times, 2 * TIMES * lines);
        }
        System.arraycopy(line.array, line.from, bytes, size, length);
        size += length;
        ends[lines] = size;
        counts[lines] = Math.toIntExact(line.count);
        times[TIMES * lines] = line.time;
        times[TIMES * lines + 1] = line.printed;
        times[TIMES * lines + 2] = arrived;
        if (line.truncated || lengths != null) {
            truncated(line);
        }
        lines++;
    }

    private void truncated(LogLine line) {
        long[] known = lengths == null ? new long[ends.length] : Arrays.copyOf(lengths, ends.length);
        known[lines] = line.truncated ? line.length : 0;
        lengths = known;
    }

    int lines() {
        return lines;
    }

    /** The number of the line after its last one. */
    long end() {
        return first + lines;
    }

    long time(int index) {
        return times[TIMES * index];
    }

    long printed(int index) {
        return times[TIMES * index + 1];
    }

    int count(int index) {
        return counts[index];
    }

    /** The place after a line. */
    Position after(int index) {
        return Position.after(time(index), count(index));
    }

    private void show(int index, LogLine line) {
        line.time = time(index);
        line.printed = printed(index);
        line.count = count(index);
        line.array = bytes;
        line.from = index == 0 ? 0 : ends[index - 1];
        line.to = ends[index];
        line.length = lengths == null ? 0 : lengths[index];
        line.truncated = line.length > 0;
    }

    /** Its lines as they are now, to be read without the lock. */
    ChunkView view(Frames form, SourceLabel label) {
        FrameBlock block = frames[form.shape()];
        if (block == null) {
            block = new FrameBlock(size + lines * OVERHEAD);
            frames[form.shape()] = block;
        }
        LogLine line = new LogLine();
        while (block.lines() < lines) {
            show(block.lines(), line);
            block.add(form, label, line);
        }
        return new ChunkView(first, lines, counts, times, block.array(), block.ends(), block.bodies());
    }

    /** Lets go of the events, which can be written again; the lines stay. */
    void dropFrames() {
        Arrays.fill(frames, null);
    }

    /** Bytes of memory, about. */
    int memory() {
        int all = 200 + bytes.length + ends.length * 8 + times.length * 8;
        for (FrameBlock block : frames) {
            all += block == null ? 0 : block.memory();
        }
        return all;
    }
}
