package io.kubelens.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one container's log as the kubelet writes it ({@code <time> <message>}), from a place: what lies behind it is
 * read and dropped. Each connection begins with {@link #restart}, at or before the whole second of the place, so that
 * lines of one time are always counted from their first. The order of lines is that of the log, not that of their times:
 * a place after a line is found by that very line.
 */
final class LineReader {
    /** How far before the place a connection must begin. */
    static final long EARLIER = Timestamps.SECOND;

    private final LineSplitter splitter;
    private final int maxLineLength;
    private final LogLine line = new LogLine();
    private final Ordinals ordinals = new Ordinals();
    private Position position;

    /** Whether the place is that of the line that was read last, so that only who asks makes a position of it. */
    private boolean moved;

    private boolean reached;
    private boolean patient;
    private boolean middle;
    private boolean missed;
    private long beyond = Timestamps.NONE;
    private boolean again;
    private boolean stepped;
    private byte @Nullable [] untimed;

    private long time = Timestamps.NONE;
    private long newest = Timestamps.NONE;
    private long count;
    private long printed = Timestamps.NONE;
    private long lastPrinted = Timestamps.NONE;

    LineReader(Position position, int maxLineLength) {
        this.position = position;
        this.maxLineLength = maxLineLength;
        splitter = new LineSplitter(4 * maxLineLength + Timestamps.LONGEST + 1);
    }

    /** A new connection begins. */
    void restart() {
        splitter.reset();
        reached = position().isBeginning();
        patient = false;
        middle = false;
        missed = false;
        beyond = Timestamps.NONE;
        again = false;
        untimed = null;
        time = Timestamps.NONE;
        newest = Timestamps.NONE;
        count = 0;
        printed = Timestamps.NONE;
        ordinals.clear();
    }

    /** The connection begins after so many lines of this time. */
    void standAfter(long lineTime, long lineCount, long linePrinted) {
        time = lineTime;
        newest = lineTime;
        count = lineCount;
        printed = linePrinted;
    }

    /** The connection has the line that the place is after: whatever comes before it is to be dropped. */
    void waitForPlace() {
        patient = true;
    }

    /** The connection begins somewhere: lines that share the time of its first one cannot be counted. */
    void beginInMiddle() {
        middle = true;
    }

    /** The line that the place is after is not to be had; from the next connection on its time will do. */
    void giveUpPlace() {
        position = Position.after(position().time(), Long.MAX_VALUE);
        moved = false;
    }

    /** The container was started again, and all that the next connection brings is new. */
    void beginRun() {
        position = Position.BEGINNING;
        moved = false;
    }

    /** Moves to the next line that lies beyond the place; false when the chunk holds no more, or {@link #isMissed}. */
    boolean next(ByteBuffer chunk) {
        while (!missed && (again || splitter.next(chunk))) {
            again = false;
            if (take()) {
                return true;
            }
        }
        return false;
    }

    /** At the end of a connection: moves to a last line without newline. */
    boolean finish() {
        while (!missed && (again || splitter.finish())) {
            again = false;
            if (take()) {
                return true;
            }
        }
        return false;
    }

    /** A later line is there, but not the one that the place is after. */
    boolean isMissed() {
        return missed;
    }

    /** Whether the place, or a line beyond it, has been read in this connection. */
    boolean isReached() {
        return reached;
    }

    /** The time of the first line in this connection that is later than the place, {@link Timestamps#NONE} without one. */
    long beyond() {
        return beyond;
    }

    /** Whether the current line is the first after the clock of the node was set back; asked once. */
    boolean takeStep() {
        boolean now = stepped;
        stepped = false;
        return now;
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
        if (moved) {
            position = Position.after(time, count);
            moved = false;
        }
        return position;
    }

    /** The time of the line that was read last, beyond the place or not. */
    long time() {
        return time;
    }

    int held() {
        return splitter.held();
    }

    private boolean take() {
        byte[] a = splitter.array();
        int from = splitter.from();
        int to = splitter.to();
        int end = Math.min(to, from + Timestamps.LONGEST + 1);
        int space = Words.find(a, from, end, ' ');
        long parsed = space == end ? Timestamps.NONE : Timestamps.parse(a, from, space);
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

    private boolean accept(long lineTime, byte[] a, int from, int to, long uncounted) {
        long lineCount = 1 + (lineTime == time ? count : lineTime <= newest ? ordinals.count(lineTime) : 0);
        boolean back = newest != Timestamps.NONE && lineTime < newest - EARLIER;
        long linePrinted = back ? lineTime : Math.max(lineTime, printed + 1);
        if (!reached && !reach(lineTime, lineCount, linePrinted)) {
            if (missed) {
                again = true;
                return false;
            }
            note(lineTime, lineCount, linePrinted, back);
            return false;
        }
        note(lineTime, lineCount, linePrinted, back);
        stepped |= back;
        moved = true;
        line.time = time;
        line.count = count;
        lastPrinted = back ? printed : Math.max(printed, lastPrinted + 1);
        line.printed = lastPrinted;
        cut(a, from, to, uncounted);
        return true;
    }

    private void note(long lineTime, long lineCount, long linePrinted, boolean back) {
        if (lineTime != time) {
            ordinals.keep(time, count);
        }
        time = lineTime;
        newest = back ? lineTime : Math.max(newest, lineTime);
        count = lineCount;
        printed = linePrinted;
    }

    /** Whether a line is to be read when none has been in this connection. */
    private boolean reach(long lineTime, long lineCount, long linePrinted) {
        if (!position.isAfterLine()) {
            reached = position.isBefore(lineTime, lineCount, linePrinted);
            return reached;
        }
        boolean uncounted = middle && time == Timestamps.NONE && lineTime == position.time();
        if (uncounted) {
            missed = true;
        } else if (lineTime == position.time() && lineCount == position.count()) {
            reached = true;
        } else if (position.isBefore(lineTime, lineCount, linePrinted)) {
            missed = !patient;
            beyond = beyond == Timestamps.NONE ? lineTime : beyond;
        }
        return false;
    }

    private void cut(byte[] a, int from, int to, long uncounted) {
        line.array = a;
        line.from = from;
        line.to = to;
        line.truncated = false;
        if (to - from > maxLineLength) {
            int end = Utf8.offset(a, from, to, maxLineLength);
            if (end < to) {
                line.truncated = true;
                line.length = new Utf8().count(a, from, to) + uncounted;
                line.to = end;
            }
        }
    }
}
