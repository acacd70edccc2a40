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

    /** Or with so many lines: what they take in the index and as events counts for more than their bytes when they are short. */
    static final int MANY = 256;

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
    private final int[] counted = new int[Frames.SHAPES];
    private int framesMemory;

    LogChunk(long first, int room) {
        this.first = first;
        bytes = new byte[Math.max(SMALLEST, room)];
    }

    boolean hasRoom(int more) {
        return lines == 0 || (lines < MANY && size + more <= FULL);
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

    int size() {
        return size;
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

    /** Its lines as they are now, to be read without the lock. */
    ChunkLines now() {
        return new ChunkLines(first, lines, bytes, ends, counts, times, lengths);
    }

    /** Where its lines stand as events, as far as they have been written. */
    FrameBlock frames(Frames form) {
        FrameBlock block = frames[form.shape()];
        if (block == null) {
            block = new FrameBlock(size + lines * OVERHEAD);
            frames[form.shape()] = block;
        }
        return block;
    }

    /** Takes note of what events take by now, unless they have been let go. */
    void count(Frames form, FrameBlock block, int memory) {
        if (frames[form.shape()] == block) {
            int more = Math.max(0, memory - counted[form.shape()]);
            counted[form.shape()] += more;
            framesMemory += more;
        }
    }

    /** Lets go of the events, which can be written again; the lines stay. */
    void dropFrames() {
        Arrays.fill(frames, null);
        Arrays.fill(counted, 0);
        framesMemory = 0;
    }

    /** Bytes of memory, about. */
    int memory() {
        return 200 + bytes.length + ends.length * 8 + times.length * 8 + framesMemory;
    }
}
