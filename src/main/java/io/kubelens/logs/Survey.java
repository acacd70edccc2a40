package io.kubelens.logs;

import io.kubelens.logs.Approach.Step;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known before a log is read: the times of its newest lines, the time of its last one, or whether a line
 * is in it. What comes for this is looked at and dropped.
 */
final class Survey {
    /** A tail of so many lines is read twice, which finds whole lines also where Kubernetes counts their pieces. */
    private static final int SMALL = 1000;

    private int newest;
    private @Nullable TailSearch tail;
    private @Nullable TailSearch asked;
    private @Nullable LineReader looker;

    /** The times of so many of the newest lines are wanted. */
    void want(int lines) {
        tail = new TailSearch(lines);
    }

    /** The log is read from so many of its newest lines. */
    void beginTail(int lines) {
        newest = lines;
        if (lines <= SMALL) {
            seekTail();
        }
    }

    /** The times of the newest lines are needed after all. */
    void seekTail() {
        want(newest);
    }

    /** The log is not to be read from its newest lines any more: reading has begun. */
    void endTail() {
        newest = 0;
    }

    /** The times of the newest lines are not wanted any more. */
    void forget() {
        tail = null;
    }

    /** What has to come before everything else; null when nothing has. */
    @Nullable
    Step step() {
        return tail != null ? Step.TAIL_TIMES : newest > 0 ? Step.TAIL : null;
    }

    /** How many of the newest lines are asked for, where they are. */
    int newest() {
        return tail == null ? newest : tail.asked();
    }

    /** What is known of the newest lines; null when they are not wanted. */
    @Nullable
    TailSearch tail() {
        return tail;
    }

    /** A connection is opened; {@code place} is that of the reader. */
    void open(Step step, Position place) {
        asked = step == Step.TAIL_TIMES ? tail : null;
        looker = step == Step.LAST_LINE
                ? new LineReader(Position.BEGINNING, 1)
                : step == Step.LINE_SEARCH ? new LineReader(place, 1) : null;
        if (asked != null) {
            asked.restart();
        }
        if (looker != null) {
            looker.restart();
            looker.waitForPlace();
        }
    }

    /** Whether the connection is for this, and not to be read. */
    boolean isOn() {
        return asked != null || looker != null;
    }

    void take(ByteBuffer chunk) {
        if (asked != null) {
            asked.take(chunk);
        } else {
            while (lines().next(chunk)) {}
        }
    }

    /** The connection is over, and was whole. */
    void finish() {
        while (looker != null && looker.finish()) {}
    }

    /** At the end of a connection: whether the kubelet's last words were about a failure, and no line of the log. */
    boolean endsInFailure() {
        return asked != null ? asked.failed() : lines().endsInFailure();
    }

    /** What the connection has shown when it looked for lines. */
    LineReader lines() {
        return Objects.requireNonNull(looker);
    }
}
