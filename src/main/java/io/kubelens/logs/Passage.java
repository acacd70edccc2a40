package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/** Keeps which lines a viewer was sent; guarded by the stream's turn. */
final class Passage {
    private final LogCounts counts;
    private long lines;
    private @Nullable String from;

    Passage(LogCounts counts) {
        this.counts = counts;
    }

    /** The source's current line is the next to be sent. */
    void at(Subscription source) {
        if (from == null) {
            from = text(source, source.line().time, source.line().count);
        }
    }

    /** So many lines were sent one by one. */
    void sent(int more) {
        lines += more;
        counts.lines().add(more);
    }

    /** A slice of the shared log was sent. */
    void sliced(Subscription source) {
        if (from == null) {
            Position first = source.shown().firstSliced();
            from = text(source, first.time(), first.count());
        }
        sent(source.shown().sliced());
    }

    /** {@code alone}: the stream has one source, which is not merged. */
    ReadRange range(MergedLog merged, boolean alone) {
        if (from == null) {
            return ReadRange.NONE;
        }
        return new ReadRange(from, alone ? end(merged.sources().getFirst()) : end(merged), lines);
    }

    private static String end(Subscription source) {
        Position last = source.progress().released();
        return text(source, last.time(), last.count());
    }

    private static String end(MergedLog merged) {
        Bytes out = new Bytes(64);
        merged.cursor(out);
        return out.toString();
    }

    private static String text(Subscription source, long time, long count) {
        Bytes out = new Bytes(64);
        LogCursor.begin(out, source.id(), time, count);
        return out.toString();
    }
}
