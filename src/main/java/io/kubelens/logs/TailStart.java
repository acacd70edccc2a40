package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells the number of the first line of an answer that begins in the middle of a log. Lines of one time are counted from
 * their first, which such an answer may lack: a short one from the beginning of that second has them all. That one is
 * asked for before, from the time with which a glance at the tail begins: behind a long answer, which fills every buffer
 * on its way, it would come late. Everything happens under the source's turn.
 */
final class TailStart {
    private static final int MOST = 10_000;

    /** A line's time is among its first bytes. */
    private static final int GLANCE = Timestamps.LONGEST + 1;

    /** The first second of a tail rarely has more; what the node would send needlessly slows the answer itself. */
    private static final int ENOUGH = 256 * 1024;

    private final PodLogs.Request tail;
    private final Surroundings surroundings;
    private final Turn turn;
    private final Connection glance;
    private @Nullable Connection second;
    private LineReader reader = new LineReader(Position.BEGINNING, 1);
    private long since;
    private boolean ahead;
    private boolean unlimited;
    private long taken;
    private long time = Timestamps.NONE;
    private int here;
    private boolean hereKnown;

    /** For each line of the time, what was printed for the line before it. */
    private long[] printed = {};

    private long printedLast = Timestamps.NONE;
    private int there;
    private boolean thereKnown;
    private boolean impossible;

    /** Of the answer to a request for the newest lines, which {@link #look} starts. */
    TailStart(PodLogs.Request tail, Surroundings surroundings, Turn turn) {
        this.tail = tail;
        this.surroundings = surroundings;
        this.turn = turn;
        this.glance = new Connection(turn, surroundings);
        glance.start(surroundings.upstream(), tail.within(GLANCE));
    }

    /** Looks at what has come without taking it; whether the number is known now, or never will be. */
    boolean look(Connection answer) {
        if (!answer.isStarted() && !isTimeToStart()) {
            return false;
        }
        if (!answer.isStarted()) {
            start(answer);
        }
        if (!hereKnown) {
            peek(answer);
        }
        if (time != Timestamps.NONE && second == null && !thereKnown) {
            open(time);
        }
        if (time != Timestamps.NONE && second != null) {
            read(second);
        }
        return impossible || (hereKnown && (thereKnown || time == Timestamps.NONE));
    }

    /** What the glance has met, the answer would meet, too. */
    private void start(Connection answer) {
        PodLogs.Failure failure = glance.failure();
        if (failure == null) {
            answer.start(surroundings.upstream(), tail);
        } else {
            answer.failed(failure);
        }
    }

    /** What is to be read ahead of the answer has come, or will not. */
    private boolean isTimeToStart() {
        if (!glance.has(GLANCE)) {
            return false;
        }
        long begin = firstTime(glance);
        glance.close();
        if (begin != Timestamps.NONE) {
            ahead = true;
            open(begin);
        }
        return second == null || second.has(Connection.LITTLE);
    }

    /** The time with which an answer begins. */
    private static long firstTime(Connection answer) {
        LineSplitter splitter = new LineSplitter(GLANCE);
        for (Connection.Chunk chunk : answer.chunks()) {
            if (splitter.next(chunk.bytes().duplicate())) {
                return splitter.time();
            }
        }
        return splitter.finish() ? splitter.time() : Timestamps.NONE;
    }

    /** It cannot be told this way: too many lines share the time, or the answer begins in the middle of a line. */
    boolean isImpossible() {
        return impossible || (thereKnown && there < here);
    }

    /** Sets the reader of the answer to its first line. */
    void begin(LineReader answer) {
        int before = there - here;
        if (there > 0) {
            answer.standAfter(time, before, printed[before]);
        }
    }

    /** How many lines of its first time the answer has before a later one. */
    private void peek(Connection answer) {
        LineSplitter splitter = new LineSplitter(Timestamps.LONGEST + 1);
        here = 0;
        boolean over = answer.isOver();
        for (Connection.Chunk chunk : answer.chunks()) {
            ByteBuffer bytes = chunk.bytes().duplicate();
            while (splitter.next(bytes)) {
                if (isLater(splitter)) {
                    hereKnown = true;
                    return;
                }
            }
        }
        if (over) {
            if (splitter.finish()) {
                isLater(splitter);
            }
            hereKnown = true;
        } else {
            impossible = answer.held() >= Connection.LITTLE;
        }
    }

    private boolean isLater(LineSplitter line) {
        long lineTime = line.time();
        if (time == Timestamps.NONE) {
            time = lineTime;
        }
        if (lineTime != Timestamps.NONE && lineTime == time) {
            here++;
        }
        return lineTime > time;
    }

    /** Asks for the log from the second of a time on. */
    private void open(long from) {
        since = Math.floorDiv(from, Timestamps.SECOND);
        second = new Connection(turn, surroundings);
        PodLogs.Request request = tail.since(since);
        second.start(surroundings.upstream(), unlimited ? request : request.within(ENOUGH));
    }

    private void read(Connection from) {
        for (Connection.Chunk chunk = from.first(); chunk != null && !thereKnown; chunk = from.first()) {
            while (!thereKnown && reader.next(chunk.bytes())) {
                count(reader.line());
            }
            if (!thereKnown) {
                taken += chunk.bytes().limit();
                from.drop();
            }
        }
        if (from.isExhausted() && !thereKnown) {
            if (ahead || (from.failure() == null && !unlimited && taken >= ENOUGH)) {
                again();
                return;
            }
            impossible |= from.failure() != null;
            thereKnown = true;
        }
        if (thereKnown || impossible) {
            close();
            second = null;
        }
    }

    /** The time lies further on: the log has grown since the glance, or its second is a long one. */
    private void again() {
        if (second != null) {
            second.close();
        }
        unlimited = taken >= ENOUGH && since == Math.floorDiv(time, Timestamps.SECOND);
        ahead = false;
        taken = 0;
        there = 0;
        printedLast = Timestamps.NONE;
        reader = new LineReader(Position.BEGINNING, 1);
        reader.restart();
        open(time);
    }

    private void count(LogLine line) {
        if (line.time > time) {
            thereKnown = true;
        } else if (line.time == time) {
            if (there == MOST) {
                impossible = true;
                thereKnown = true;
                return;
            }
            if (there == printed.length) {
                printed = Arrays.copyOf(printed, Math.max(8, 2 * there));
            }
            printed[there++] = printedLast;
        }
        printedLast = line.printed;
    }

    /** What is waited for now, when it is not the answer itself. */
    private Connection current() {
        return second == null ? glance : second;
    }

    /** As {@link Connection#silentSince}. */
    long silentSince() {
        return current().silentSince();
    }

    /** As {@link Connection#sign}. */
    long sign() {
        return current().sign();
    }

    /** Bytes held. */
    int held() {
        return second == null ? 0 : second.held();
    }

    void close() {
        glance.close();
        if (second != null) {
            second.close();
        }
    }
}
