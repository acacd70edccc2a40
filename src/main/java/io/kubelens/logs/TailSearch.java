package io.kubelens.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds where the newest lines of a log begin. It reads their times only. When the oldest line it got shares its time
 * with the place it is after, earlier lines may share it too, and it asks again for more; also when it got too few,
 * because lines in pieces are fewer than the pieces it asked for.
 */
final class TailSearch {
    private static final int MOST = 1 << 20;

    /** Runtimes keep longer lines in pieces, and Kubernetes counts the pieces: CRI-O's have 8 KB, containerd's 16. */
    private static final int PIECE = 8000;

    private final LineSplitter splitter = new LineSplitter(Timestamps.LONGEST + 1);
    private final int wanted;
    private int asked;
    private long taken;
    private long takenBefore = -1;
    private int length;
    private boolean pieces;
    private long[] times = {};
    private int size;
    private boolean untimed;

    /** Up to {@code wanted} lines; with 0 the place after the last line. */
    TailSearch(int wanted) {
        this.wanted = wanted;
        asked = Math.max(wanted, 1) + 1;
    }

    /** How many lines to ask for now. */
    int asked() {
        return asked;
    }

    void restart() {
        splitter.reset();
        taken = 0;
        length = 0;
        size = 0;
        untimed = false;
    }

    void take(ByteBuffer chunk) {
        taken += chunk.remaining();
        int from = chunk.position();
        while (splitter.next(chunk)) {
            length += chunk.position() - from;
            from = chunk.position();
            add();
        }
        length += chunk.position() - from;
    }

    /** At the end of the answer: whether it will do; else ask again. */
    boolean finish() {
        if (splitter.finish()) {
            add();
        }
        // With pieces, only an answer that has not grown although more was asked for is the whole log.
        boolean whole = pieces ? taken == takenBefore : size < asked;
        takenBefore = taken;
        if (whole || asked >= MOST || (size > wanted && times[0] < times[firstOf(wanted)])) {
            return true;
        }
        asked = Math.min(MOST, asked * 2 + 1000);
        return false;
    }

    /** The answer was no log: a text without any time. */
    boolean failed() {
        return untimed && size == 0;
    }

    int size() {
        return Math.min(size, wanted);
    }

    /** The time of the line that is number {@code back} from the end; 1 is the last. */
    long time(int back) {
        return times[size - back];
    }

    /** The place before the newest {@code lines} lines. */
    Position before(int lines) {
        if (size == 0) {
            return Position.BEGINNING;
        }
        int index = firstOf(lines);
        long time = times[index];
        int end = lines == 0 ? size : index;
        return Position.after(
                time, Arrays.stream(times, 0, end).filter(each -> each == time).count());
    }

    private int firstOf(int lines) {
        return Math.max(0, size - Math.max(lines, 1));
    }

    private void add() {
        pieces |= length > PIECE;
        length = 0;
        long time = splitter.time();
        if (time == Timestamps.NONE) {
            untimed = true;
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.max(64, size * 2));
        }
        times[size++] = time;
    }
}
