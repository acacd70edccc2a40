package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines that a shared log has shown a viewer, and which of them is the viewer's next one. */
final class ShownLines {
    private static final int SLICE = 64 * 1024;

    private final Frames form;
    private final boolean alone;
    private final @Nullable Canary canary;
    private @Nullable ChunkView view;
    private long number = RingSearch.WAIT;

    /** With this line it has to look again. */
    private long barrier = Long.MAX_VALUE;

    /** What does not lie beyond it is not wanted. */
    private @Nullable Position filter;

    private int sliced;
    private @Nullable Position firstSliced;

    /**
     * @param alone whether they are sent as they are, and not among those of other logs
     * @param canary counts the lines that are passed over; null when nobody does
     */
    ShownLines(Frames form, boolean alone, @Nullable Canary canary) {
        this.form = form;
        this.alone = alone;
        this.canary = canary;
    }

    /** Goes on with the line of this number, the next one that lies beyond {@code wanted}; null for any. */
    void begin(long at, @Nullable Position wanted) {
        number = at;
        filter = wanted;
    }

    /** Goes on with the line of this number, and wants what it wanted before. */
    void skipTo(long at) {
        number = at;
    }

    /** The number of the next line; negative while it is not known. */
    long number() {
        return number;
    }

    /** Whether it is known that the very next line of the log is wanted. */
    boolean isExact() {
        return number >= 0 && filter == null;
    }

    void show(ChunkView lines) {
        view = lines;
    }

    boolean isAlone() {
        return alone;
    }

    /** The shared log has something to tell before the line of this number. */
    void showUntil(long end) {
        barrier = end;
    }

    void clear() {
        view = null;
    }

    /** Moves on to the next line that is wanted, not to {@code last}; false when it has not been shown. */
    boolean isAtLine(long last, LogLine line) {
        ChunkView lines = view;
        while (lines != null && lines.has(number) && number < Math.min(barrier, last)) {
            lines.show(number, line);
            if (isWanted(line)) {
                return true;
            }
            number++;
            if (canary != null) {
                canary.read(1);
                canary.filtered();
            }
        }
        return false;
    }

    private boolean isWanted(LogLine line) {
        if (filter != null && filter.isBefore(line.time, line.count, line.printed)) {
            filter = null;
        }
        return filter == null;
    }

    /** Writes the line it is at, which is {@code line}. */
    void write(Bytes out, SourceLabel label, LogLine line, boolean late, Consumer<Bytes> cursor) {
        ChunkView lines = Objects.requireNonNull(view);
        if (lines.isWritten()) {
            lines.copy(number, out, form, late, cursor);
        } else {
            form.log(out, label, line, late, cursor);
        }
    }

    /** When the line it is at came here; monotonic. */
    long arrived() {
        return Objects.requireNonNull(view).arrived(number);
    }

    /** The line it is at has been written. */
    void pass() {
        number++;
    }

    /** Takes lines as a stream of this source alone has them; {@code line} becomes the last of them. */
    ByteBuf slice(LogLine line) {
        ChunkView lines = Objects.requireNonNull(view);
        long to = lines.fill(number, Math.min(lines.end(), barrier), SLICE);
        if (firstSliced == null) {
            lines.show(number, line);
            firstSliced = Position.after(line.time, line.count);
        }
        lines.show(to - 1, line);
        ByteBuf slice = lines.slice(number, to);
        sliced = (int) (to - number);
        if (canary != null) {
            canary.read(sliced);
        }
        number = to;
        view = null;
        return slice;
    }

    /** The place after the first line of the first slice. */
    Position firstSliced() {
        return Objects.requireNonNull(firstSliced);
    }

    /** How many lines the last slice had. */
    int sliced() {
        return sliced;
    }
}
