package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** The lines that a chunk had at one moment, as events. Never changes: what is added to the chunk later is not in it. */
final class ChunkView {
    private final long first;
    private final ChunkLines chunk;
    private final byte[] frames;

    /** Where the event of each line ends. */
    private final int[] ends;

    /** Where the part of each line's event begins that is the same in every stream. */
    private final int[] bodies;

    ChunkView(ChunkLines chunk, byte[] frames, int[] ends, int[] bodies) {
        first = chunk.first;
        this.chunk = chunk;
        this.frames = frames;
        this.ends = ends;
        this.bodies = bodies;
    }

    boolean has(long number) {
        return number >= first && number < end();
    }

    /** The number of the line after its last one. */
    long end() {
        return first + chunk.count();
    }

    void show(long number, LogLine line) {
        chunk.show(index(number), line);
    }

    long arrived(long number) {
        return chunk.arrived(index(number));
    }

    /** Bytes of memory that the events take. */
    int memory() {
        return frames.length + ends.length * 8;
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
