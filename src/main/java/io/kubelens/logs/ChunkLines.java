package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/** The lines that a chunk had at one moment. Never changes: what is added to the chunk later is not in it. */
final class ChunkLines {
    /** The number of the first one in its log. */
    final long first;

    private final int count;
    private final byte[] bytes;
    private final int[] ends;
    private final int[] counts;
    private final long[] times;
    private final long @Nullable [] lengths;

    ChunkLines(long first, int count, byte[] bytes, int[] ends, int[] counts, long[] times, long @Nullable [] lengths) {
        this.first = first;
        this.count = count;
        this.bytes = bytes;
        this.ends = ends;
        this.counts = counts;
        this.times = times;
        this.lengths = lengths;
    }

    int count() {
        return count;
    }

    /** Whether any of them, or one that was near, is shorter than it was. */
    boolean mayBeCut() {
        return lengths != null;
    }

    long arrived(int index) {
        return times[LogChunk.TIMES * index + 2];
    }

    void show(int index, LogLine line) {
        line.time = times[LogChunk.TIMES * index];
        line.printed = times[LogChunk.TIMES * index + 1];
        line.count = counts[index];
        line.array = bytes;
        line.from = index == 0 ? 0 : ends[index - 1];
        line.to = ends[index];
        line.length = lengths == null ? 0 : lengths[index];
        line.truncated = line.length > 0;
    }
}
