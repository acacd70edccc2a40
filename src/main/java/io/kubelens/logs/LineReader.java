package io.kubelens.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one container's log as the kubelet writes it ({@code <time> <message>}), from a place: what lies behind it is
 * read and dropped. Each connection begins with {@link #restart}, at or before the whole second of the place, so that
 * lines of one time are always counted from their first.
 */
final class LineReader {
    /** How far before the place a connection must begin. */
    static final long EARLIER = Timestamps.SECOND;

    private final LineSplitter splitter;
    private final int maxLineLength;
    private final LogLine line = new LogLine();
    private Position position;
    private boolean reached;
    private boolean again;
    private byte @Nullable [] untimed;

    private long time = Timestamps.NONE;
    private long count;
    private long printed = Timestamps.NONE;
    private long lastPrinted = Timestamps.NONE;

    LineReader(Position position, int maxLineLength) {
        this.position = position;
        this.maxLineLength = maxLineLength;
        splitter = new LineSplitter(4 * maxLineLength + Timestamps.LONGEST + 1);
    }

    void restart() {
        splitter.reset();
        reached = position.isBeginning();
        again = false;
        untimed = null;
        time = Timestamps.NONE;
        count = 0;
        printed = Timestamps.NONE;
    }

    /** Moves to the next line that lies beyond the place; false when the chunk holds no more. */
    boolean next(ByteBuffer chunk) {
        while (again || splitter.next(chunk)) {
            again = false;
            if (take()) {
                return true;
            }
        }
        return false;
    }

    /** At the end of a connection: moves to a last line without newline. */
    boolean finish() {
        while (again || splitter.finish()) {
            again = false;
            if (take()) {
                return true;
            }
        }
        return false;
    }

    /** At the end of a connection: whether the kubelet's last words were about a failure, and no line of the log. */
    boolean endsInFailure() {
        return untimed != null
                || (splitter.finish() && KubeletFailure.matches(splitter.array(), splitter.from(), splitter.to()));
    }

    LogLine line() {
        return line;
    }

    Position position() {
        return position;
    }

    int held() {
        return splitter.held();
    }

    private boolean take() {
        byte[] a = splitter.array();
        int from = splitter.from();
        int to = splitter.to();
        int space = space(a, from, Math.min(to, from + Timestamps.LONGEST + 1));
        long parsed = space < 0 ? Timestamps.NONE : Timestamps.parse(a, from, space);
        byte[] waiting = untimed;
        untimed = null;
        if (waiting != null && time != Timestamps.NONE) {
            // More follows, so it was no last word: the runtime mixed two streams and this is a piece of a line.
            again = true;
            return accept(time, waiting, 0, waiting.length, 0);
        }
        if (parsed == Timestamps.NONE) {
            if (time == Timestamps.NONE || KubeletFailure.matches(a, from, to)) {
                untimed = Arrays.copyOfRange(a, from, to);
                return false;
            }
            return accept(time, a, from, to, splitter.beyond());
        }
        return accept(parsed, a, Math.min(space + 1, to), to, splitter.beyond());
    }

    private boolean accept(long lineTime, byte[] a, int from, int to, long beyond) {
        count = lineTime == time ? count + 1 : 1;
        time = lineTime;
        printed = Math.max(lineTime, printed + 1);
        if (!reached && !position.isBefore(time, count, printed)) {
            return false;
        }
        reached = true;
        position = Position.after(time, count);
        line.time = time;
        line.count = count;
        lastPrinted = Math.max(printed, lastPrinted + 1);
        line.printed = lastPrinted;
        cut(a, from, to, beyond);
        return true;
    }

    private void cut(byte[] a, int from, int to, long beyond) {
        line.array = a;
        line.from = from;
        line.to = to;
        line.truncated = false;
        if (to - from > maxLineLength) {
            int end = Utf8.offset(a, from, to, maxLineLength);
            if (end < to) {
                line.truncated = true;
                line.length = new Utf8().count(a, from, to) + beyond;
                line.to = end;
            }
        }
    }

    private static int space(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (a[i] == ' ') {
                return i;
            }
        }
        return -1;
    }
}
