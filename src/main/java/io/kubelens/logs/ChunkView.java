package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a chunk had at one moment, as events unless these are not worth keeping. Never changes: what is added to
 * the chunk later is not in it.
 */
final class ChunkView {
    private static final int[] NONE = {};

    private final long first;
    private final ChunkLines chunk;
    private final byte @Nullable [] frames;

    /** Where the event of each line ends. */
    private final int[] ends;

    /** Where the part of each line's event begins that is the same in every stream. */
    private final int[] bodies;

    /** Without events. */
    ChunkView(ChunkLines chunk) {
        this(chunk, null, NONE, NONE);
    }

    ChunkView(ChunkLines chunk, byte @Nullable [] frames, int[] ends, int[] bodies) {
        first = chunk.first;
        this.chunk = chunk;
        this.frames = frames;
        this.ends = ends;
        this.bodies = bodies;
    }

    /** Whether the lines are there as events. */
    boolean isWritten() {
        return frames != null;
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
        return events().length + ends.length * 8;
    }

    private byte[] events() {
        return Objects.requireNonNull(frames);
    }

    /** Writes a line into a stream of several sources. */
    void copy(long number, Bytes out, Frames form, boolean late, Consumer<Bytes> cursor) {
        int index = index(number);
        form.copy(out, events(), bodies[index], ends[index], late, cursor);
    }

    /** The lines from one number up to another, as a stream of this source alone has them; nothing is copied. */
    ByteBuf slice(long from, long to) {
        int begin = index(from) == 0 ? 0 : ends[index(from) - 1];
        return Unpooled.wrappedBuffer(events(), begin, ends[index(to) - 1] - begin);
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
