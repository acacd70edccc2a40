package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** The lines that a chunk had at one moment, as events. Never changes: what is added to the chunk later is not in it. */
final class ChunkView {
    private final long first;
    private final int lines;
    private final int[] counts;
    private final long[] times;
    private final byte[] frames;
    private final int[] ends;
    private final int[] bodies;

    ChunkView(long first, int lines, int[] counts, long[] times, byte[] frames, int[] ends, int[] bodies) {
        this.first = first;
        this.lines = lines;
        this.counts = counts;
        this.times = times;
        this.frames = frames;
        this.ends = ends;
        this.bodies = bodies;
    }

    boolean has(long number) {
        return number >= first && number < first + lines;
    }

    /** The number of the line after its last one. */
    long end() {
        return first + lines;
    }

    /** Shows where a line stands; its text is shown by {@link #copy} only. */
    void show(long number, LogLine line) {
        int index = index(number);
        line.time = times[LogChunk.TIMES * index];
        line.printed = times[LogChunk.TIMES * index + 1];
        line.count = counts[index];
    }

    long arrived(long number) {
        return times[LogChunk.TIMES * index(number) + 2];
    }

    /** Writes a line into a stream of several sources. */
    void copy(long number, Bytes out, Frames form, boolean late, Consumer<Bytes> cursor) {
        int index = index(number);
        form.copy(out, frames, bodies[index], ends[index], late, cursor);
    }

    /** The lines from one number up to another, as a stream of this source alone has them; nothing is copied. */
    ByteBuf slice(long from, long to) {
        int begin = index(from) == 0 ? 0 : ends[index(from) - 1];
        return Unpooled.wrappedBuffer(frames, begin, ends[index(to) - 1] - begin);
    }

    /** The number of the line after the first whose events have this many bytes together, from one number on. */
    long fill(long from, long to, int bytes) {
        int begin = index(from) == 0 ? 0 : ends[index(from) - 1];
        long at = from + 1;
        while (at < to && ends[index(at)] - begin <= bytes) {
            at++;
        }
        return at;
    }

    private int index(long number) {
        return (int) (number - first);
    }
}
