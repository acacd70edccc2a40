package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the number of the first line of an answer that begins in the middle of a log. Lines of one time are counted from
 * their first, which such an answer may lack: a second, short one from the beginning of that second has them all.
 * Everything happens under the source's turn.
 */
final class TailStart {
    private static final int MOST = 10_000;

    /** The first second of a tail rarely has more; what the node would send needlessly slows the answer itself. */
    private static final int ENOUGH = 256 * 1024;

    private final ContainerLog log;
    private final Surroundings surroundings;
    private final Turn turn;
    private @Nullable Connection second;
    private LineReader reader = new LineReader(Position.BEGINNING, 1);
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

    TailStart(ContainerLog log, Surroundings surroundings, Turn turn) {
        this.log = log;
        this.surroundings = surroundings;
        this.turn = turn;
    }

    /** Looks at what has come without taking it; whether the number is known now, or never will be. */
    boolean look(Connection answer) {
        if (!hereKnown) {
            peek(answer);
        }
        if (time != Timestamps.NONE && second == null && !thereKnown) {
            open();
        }
        if (second != null) {
            read(second);
        }
        return impossible || (hereKnown && (thereKnown || time == Timestamps.NONE));
    }

    /** It cannot be told this way: too many lines share the time, or the answer begins in the middle of a line. */
    boolean isImpossible() {
        return impossible || (thereKnown && there < here);
    }

    /** Sets the reader of the answer to its first line. */
    void begin(LineReader answer) {
        int before = there - here;
        if (before > 0) {
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

    private void open() {
        Connection opened = new Connection(turn, surroundings);
        second = opened;
        opened.start(
                surroundings.upstream(),
                new PodLogs.Request(
                        log.pod().namespace(),
                        log.pod().name(),
                        log.container(),
                        false,
                        OptionalInt.empty(),
                        OptionalLong.of(Math.floorDiv(time, Timestamps.SECOND)),
                        log.isPrevious(),
                        unlimited ? OptionalLong.empty() : OptionalLong.of(ENOUGH)));
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
            if (from.failure() == null && !unlimited && taken >= ENOUGH) {
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

    /** The time lies further on in its second. */
    private void again() {
        close();
        unlimited = true;
        there = 0;
        printedLast = Timestamps.NONE;
        reader = new LineReader(Position.BEGINNING, 1);
        reader.restart();
        open();
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

    void close() {
        if (second != null) {
            second.close();
        }
    }
}
