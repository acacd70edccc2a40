package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import io.kubelens.logs.Approach.Step;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log of one container as Kubernetes gives it, a line at a time, over as many connections as it takes. Everything
 * happens under its owner's turn.
 */
final class LogSource {
    /** A source that should have lines holds a merge up for so long. */
    static final long STALL = 2 * Timestamps.SECOND;

    private final boolean follow;
    private final int maxLineLength;
    private final Surroundings surroundings;
    private final Reopening reopening;
    private final Approach approach;
    private final Trail trail;
    private final Upstream upstream;
    private final Survey survey = new Survey();

    private LineReader reader;
    private Step step = Step.HISTORY;
    private boolean begun;
    private boolean historyRead;
    private boolean goesOn;
    private long arrived;

    /** With {@code follow}, first what is there now, then what comes. */
    LogSource(ContainerLog log, boolean follow, int maxLineLength, Surroundings surroundings, Turn turn) {
        this.follow = follow;
        this.maxLineLength = maxLineLength;
        this.surroundings = surroundings;
        this.reopening = new Reopening(log, follow, surroundings);
        this.approach = new Approach(log, surroundings.states());
        this.trail = new Trail(approach, reopening, surroundings);
        this.upstream = new Upstream(log, surroundings, turn, () -> reopening.again(now()));
        this.reader = new LineReader(Position.BEGINNING, maxLineLength);
    }

    /** To be begun once the times of the newest lines have been found. */
    void search(int lines) {
        survey.want(lines);
    }

    /** To be read from a place. */
    void begin(Position place) {
        begun = true;
        survey.forget();
        reader = new LineReader(place, maxLineLength);
        reopening.remarks().begin(place.time());
        reopening.again(now());
    }

    /** To be read from its newest lines, at least one. */
    void beginTail(int lines) {
        begun = true;
        survey.beginTail(lines);
    }

    /** The tail that was looked for; null while the search goes on or has met an obstacle. */
    @Nullable
    TailSearch found() {
        return !begun && !upstream.isThere() && reopening.isResting() && !isDone() ? survey.tail() : null;
    }

    /** Opens what is due. */
    void tick(long now) {
        if (now >= upstream.silentAt()) {
            close();
            approach.over();
            reopening.again(now);
        }
        if (!upstream.isThere() && reopening.isDue(now)) {
            if (reopening.isNewRun()) {
                trail.beginRun(reader);
            }
            step = nextStep();
            if (upstream.isAdmitted(step == Step.FOLLOW, now)) {
                open();
            } else {
                reopening.crowded(now);
            }
        }
    }

    private long now() {
        return surroundings.alarms().nanos();
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        return upstream.isThere() ? upstream.silentAt() : reopening.wakeAt();
    }

    private void open() {
        reopening.opened();
        reader.restart();
        survey.open(step, reader.position());
        if (step == Step.PREVIOUS || approach.isFound()) {
            reader.waitForPlace();
        } else if (approach.isByTail(step, reader.position()) && !goesOn) {
            reader.beginInMiddle();
        }
        goesOn = false;
        upstream.open(approach.request(step, reader.position(), survey.newest()), step == Step.TAIL);
    }

    private Step nextStep() {
        Step first = survey.step();
        if (first != null) {
            return first;
        }
        return approach.next(reader.position(), follow && historyRead ? Step.FOLLOW : Step.HISTORY);
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        Connection from = upstream.connection();
        if (from == null || !isTailStarted(from, now)) {
            return false;
        }
        for (Connection.Chunk chunk = from.first(); chunk != null; chunk = from.first()) {
            if (survey.isOn()) {
                survey.take(chunk.bytes());
            } else if (reader.next(chunk.bytes())) {
                return stand(chunk.arrived());
            } else if (reader.isMissed()) {
                return missed(now);
            }
            from.drop();
        }
        return from.isExhausted() && end(from, now);
    }

    /** Whether it is known with which line the answer begins. */
    private boolean isTailStarted(Connection from, long now) {
        TailStart start = upstream.tailStart();
        if (start == null || !start.look(from)) {
            return start == null;
        }
        upstream.tailStarted();
        if (start.isImpossible()) {
            close();
            survey.seekTail();
            reopening.again(now);
            return false;
        }
        start.begin(reader);
        return true;
    }

    private boolean stand(long since) {
        arrived = since;
        survey.endTail();
        trail.line(reader);
        return true;
    }

    /** A connection has said all. */
    private boolean end(Connection from, long now) {
        boolean whole = from.failure() == null && (step != Step.FOLLOW || reopening.believesLastLine());
        if (whole && survey.isOn()) {
            survey.finish();
        } else if (whole) {
            if (reader.finish()) {
                return stand(from.sign());
            }
            if (reader.isMissed()) {
                return missed(now);
            }
        }
        upstream.close();
        over(from.failure(), now);
        return false;
    }

    private void over(PodLogs.@Nullable Failure failure, long now) {
        boolean unreadable = survey.isOn() ? survey.endsInFailure() : reader.endsInFailure();
        if (step == Step.PREVIOUS && failure == PodLogs.Failure.UNKNOWN_CONTAINER) {
            trail.previousGone(reader, now);
        } else if (failure != null || unreadable) {
            approach.over();
            if (unreadable || failure == PodLogs.Failure.BUSY) {
                upstream.overloaded(step == Step.FOLLOW, now);
            }
            reopening.over(failure, unreadable, now);
        } else {
            over(now);
        }
    }

    private void over(long now) {
        switch (step) {
            case TAIL_TIMES -> tailFound(Objects.requireNonNull(survey.tail()), now);
            case LAST_LINE -> trail.lastLine(reader, survey.lines().time(), now);
            case LINE_SEARCH -> trail.searched(reader, survey.lines(), now);
            case PREVIOUS -> trail.previousOver(reader, now);
            case TAIL, HISTORY, FOLLOW -> readingOver(now);
        }
    }

    private void tailFound(TailSearch found, long now) {
        if (!found.finish()) {
            reopening.again(now);
        } else if (begun) {
            survey.endTail();
            begin(found.before(found.size()));
        } else {
            // Waits for the stream to say how much of the tail it takes.
            reopening.rest();
        }
    }

    private void readingOver(long now) {
        survey.endTail();
        approach.over();
        if (follow && step != Step.FOLLOW) {
            historyRead = true;
            goesOn = true;
            approach.goOn();
            reopening.again(now);
        } else {
            reopening.over(null, false, now);
        }
    }

    /** The line that the place is after should have come, and did not. */
    private boolean missed(long now) {
        close();
        trail.missed(now);
        return false;
    }

    void close() {
        upstream.close();
    }

    LogLine line() {
        return reader.line();
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return arrived;
    }

    Deque<Notice> notices() {
        return reopening.remarks().notices();
    }

    /** What was there at first has been read. */
    boolean isHistoryRead() {
        return historyRead;
    }

    /** Lines may come any moment. */
    boolean isConnected() {
        return upstream.isThere() && survey.tail() == null;
    }

    /** What is written comes at once, or nothing will be written before the container is started again. */
    boolean isUpToDate() {
        return upstream.isThere() ? step == Step.FOLLOW && upstream.isOpen() : reopening.isParked();
    }

    /** Until when the connection is to be waited for before it counts as stuck. */
    long awaitedUntil() {
        return upstream.isThere() ? upstream.sign() + STALL : Long.MIN_VALUE;
    }

    /** The last attempt failed, and the next one is still to come. */
    boolean isHindered() {
        return !upstream.isThere() && reopening.isHindered();
    }

    /** No line will come after the current one. */
    boolean isDone() {
        return reopening.isDone();
    }

    /** How it ended, or why it goes on. */
    Reopening reopening() {
        return reopening;
    }

    /** Bytes held. */
    int held() {
        return upstream.held() + reader.held();
    }
}
