package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import io.kubelens.logs.Approach.Step;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The log of one container as Kubernetes gives it, a line at a time, over as many connections as it takes. Everything
 * happens under its owner's turn.
 */
final class LogSource {
    /** A source that should have lines holds a merge up for so long. */
    static final long STALL = 2 * Timestamps.SECOND;

    /** A tail of so many lines is read twice, which finds whole lines also where Kubernetes counts their pieces. */
    private static final int SMALL = 1000;

    /** A connection that brings nothing for so long may be broken, and is replaced. */
    private static final long SILENCE = 300 * Timestamps.SECOND;

    /** A connection that follows begins so many lines back, to find the line it goes on after. */
    private static final int REACH = 10_000;

    private final ContainerLog log;
    private final boolean follow;
    private final int maxLineLength;
    private final Surroundings surroundings;
    private final Turn turn;
    private final Reopening reopening;
    private final Approach approach;

    private LineReader reader;
    private Step step = Step.HISTORY;
    private @Nullable Connection connection;
    private UpstreamSlots.@Nullable Ticket ticket;
    private @Nullable LineReader looker;
    private @Nullable TailSearch search;
    private @Nullable TailStart tailStart;
    private int tail;
    private boolean begun;
    private boolean historyRead;
    private boolean goesOn;
    private boolean head;
    private long arrived;

    /** With {@code follow}, first what is there now, then what comes. */
    LogSource(ContainerLog log, boolean follow, int maxLineLength, Surroundings surroundings, Turn turn) {
        this.log = log;
        this.follow = follow;
        this.maxLineLength = maxLineLength;
        this.surroundings = surroundings;
        this.turn = turn;
        this.reopening = new Reopening(log, follow, surroundings);
        this.approach = new Approach(log, surroundings.states());
        this.reader = new LineReader(Position.BEGINNING, maxLineLength);
    }

    /** To be begun once the times of the newest lines have been found. */
    void search(int lines) {
        search = new TailSearch(lines);
    }

    /** To be read from a place. */
    void begin(Position place) {
        begun = true;
        search = null;
        reader = new LineReader(place, maxLineLength);
        reopening.begin(place.time());
        reopening.again(surroundings.alarms().nanos());
    }

    /** To be read from its newest lines, at least one. */
    void beginTail(int lines) {
        begun = true;
        tail = lines;
        if (lines <= SMALL) {
            search = new TailSearch(lines);
        }
    }

    /** The tail that was looked for; null while the search goes on or has met an obstacle. */
    @Nullable
    TailSearch found() {
        return !begun && connection == null && reopening.isResting() && !isDone() ? search : null;
    }

    /** Opens what is due. */
    void tick(long now) {
        if (connection != null && connection.silentSince() <= now - SILENCE) {
            close();
            approach.over();
            reopening.again(now);
        }
        if (connection == null && reopening.isDue(now)) {
            if (reopening.isNewRun()) {
                reader.beginRun();
                approach.arrived();
            }
            step = nextStep();
            if (isAdmitted(now)) {
                open();
            } else {
                reopening.crowded(now);
            }
        }
    }

    /** Whether the node may be asked now; else it will be said when. */
    private boolean isAdmitted(long now) {
        if (ticket == null) {
            ticket = surroundings.slots().take(node(), step == Step.FOLLOW, now, () -> turn.news(this::admitted));
        }
        return surroundings.slots().isGranted(ticket, now);
    }

    private void admitted() {
        if (connection == null) {
            reopening.again(surroundings.alarms().nanos());
        }
    }

    private String node() {
        String name = log.pod().object().getSpec() == null
                ? null
                : log.pod().object().getSpec().getNodeName();
        return name == null ? "" : name;
    }

    private void giveSlotBack() {
        if (ticket != null) {
            ticket.close();
            ticket = null;
        }
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        if (connection == null) {
            return reopening.wakeAt();
        }
        long silent = connection.silentSince();
        return silent == Reopening.NEVER ? silent : silent + SILENCE;
    }

    private void open() {
        reopening.opened();
        reader.restart();
        looker = null;
        tailStart = null;
        switch (step) {
            case TAIL_TIMES -> Objects.requireNonNull(search).restart();
            case TAIL -> tailStart = new TailStart(log, surroundings, turn);
            case LAST_LINE -> looker = new LineReader(Position.BEGINNING, 1);
            case LINE_SEARCH -> looker = new LineReader(reader.position(), 1);
            case PREVIOUS, HISTORY, FOLLOW -> {}
        }
        if (looker != null) {
            looker.restart();
            looker.waitForPlace();
        } else if (step == Step.PREVIOUS || approach.isFound()) {
            reader.waitForPlace();
        } else if (isByTail() && !goesOn) {
            reader.beginInMiddle();
        }
        goesOn = false;
        Connection opened = new Connection(turn, surroundings);
        connection = opened;
        opened.start(surroundings.upstream(), request());
    }

    private boolean isByTail() {
        return step == Step.FOLLOW && reader.position().isAfterLine() && !approach.isFound();
    }

    private Step nextStep() {
        if (search != null) {
            return Step.TAIL_TIMES;
        }
        if (tail > 0) {
            return Step.TAIL;
        }
        return approach.next(reader.position(), follow && historyRead ? Step.FOLLOW : Step.HISTORY);
    }

    private PodLogs.Request request() {
        OptionalInt lines =
                switch (step) {
                    case TAIL_TIMES ->
                        OptionalInt.of(Objects.requireNonNull(search).asked());
                    case TAIL -> OptionalInt.of(tail);
                    case LAST_LINE -> OptionalInt.of(1);
                    case FOLLOW -> isByTail() ? OptionalInt.of(REACH) : OptionalInt.empty();
                    default -> OptionalInt.empty();
                };
        boolean all = lines.isPresent()
                || step == Step.LINE_SEARCH
                || approach.isFound()
                || reader.position().isBeginning();
        // Kubernetes knows whole seconds only; equal times must be counted from the first of them.
        OptionalLong since = all
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(reader.position().time() - LineReader.EARLIER, Timestamps.SECOND));
        return new PodLogs.Request(
                log.pod().namespace(),
                log.pod().name(),
                log.container(),
                step == Step.FOLLOW,
                lines,
                since,
                log.isPrevious() || step == Step.PREVIOUS);
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        head = false;
        Connection from = connection;
        if (from == null || (tailStart != null && !isTailStarted(tailStart, from, now))) {
            return false;
        }
        for (Connection.Chunk chunk = from.first(); chunk != null; chunk = from.first()) {
            if (step == Step.TAIL_TIMES) {
                Objects.requireNonNull(search).take(chunk.bytes());
            } else if (looker != null) {
                while (looker.next(chunk.bytes())) {}
            } else if (reader.next(chunk.bytes())) {
                return stand(chunk.arrived());
            } else if (reader.isMissed()) {
                missed(now);
                return false;
            }
            from.drop();
        }
        return from.isExhausted() && end(from, now);
    }

    private boolean isTailStarted(TailStart start, Connection from, long now) {
        if (!start.look(from)) {
            return false;
        }
        tailStart = null;
        if (start.isImpossible()) {
            close();
            search = new TailSearch(tail);
            reopening.again(now);
            return false;
        }
        start.begin(reader);
        return true;
    }

    private boolean stand(long since) {
        head = true;
        arrived = since;
        tail = 0;
        if (!reopening.hasLines()) {
            approach.arrived();
        }
        reopening.line(reader.line().printed);
        if (reader.takeStep()) {
            reopening.notices().add(Notice.of("clock-step", "the clock of the node was set back"));
        }
        return true;
    }

    /** A connection has said all. */
    private boolean end(Connection from, long now) {
        boolean whole = from.failure() == null && (step != Step.FOLLOW || reopening.believesLastLine());
        if (looker != null) {
            while (whole && looker.finish()) {}
        } else if (step != Step.TAIL_TIMES && whole) {
            if (reader.finish()) {
                return stand(from.sign());
            }
            if (reader.isMissed()) {
                missed(now);
                return false;
            }
        }
        connection = null;
        from.close();
        giveSlotBack();
        over(from.failure(), now);
        return false;
    }

    private void over(PodLogs.@Nullable Failure failure, long now) {
        boolean unreadable = looker != null
                ? looker.endsInFailure()
                : step == Step.TAIL_TIMES ? Objects.requireNonNull(search).failed() : reader.endsInFailure();
        if (step == Step.PREVIOUS && failure == PodLogs.Failure.UNKNOWN_CONTAINER) {
            // The node has let go of it.
            reopening.lost("rotated", surroundings.now());
            reader.beginRun();
            approach.arrived();
            approach.previousOver();
            reopening.again(now);
        } else if (failure != null || unreadable) {
            approach.over();
            if (unreadable || failure == PodLogs.Failure.BUSY) {
                surroundings.slots().overloaded(node(), step == Step.FOLLOW, now);
            }
            reopening.over(failure, unreadable, now);
        } else {
            over(now);
        }
    }

    private void over(long now) {
        switch (step) {
            case TAIL_TIMES -> tailFound(Objects.requireNonNull(search), now);
            case LAST_LINE -> {
                approach.lastLine(
                        reader.position(), Objects.requireNonNull(looker).time());
                reopening.again(now);
            }
            case LINE_SEARCH -> searched(Objects.requireNonNull(looker), now);
            case PREVIOUS -> previousOver(now);
            case TAIL, HISTORY -> historyOver(now);
            case FOLLOW -> {
                approach.over();
                reopening.over(null, false, now);
            }
        }
    }

    private void tailFound(TailSearch found, long now) {
        if (!found.finish()) {
            reopening.again(now);
        } else if (begun) {
            tail = 0;
            begin(found.before(found.size()));
        } else {
            // Waits for the stream to say how much of the tail it takes.
            reopening.rest();
        }
    }

    private void historyOver(long now) {
        tail = 0;
        approach.over();
        if (follow) {
            historyRead = true;
            goesOn = true;
            approach.goOn();
            reopening.again(now);
        } else {
            reopening.over(null, false, now);
        }
    }

    private void previousOver(long now) {
        approach.previousOver();
        if (reader.isReached()) {
            reader.beginRun();
            approach.arrived();
        } else if (reader.position().isAfterLine() && reader.beyond() != Timestamps.NONE) {
            reopening.lost("rotated", reader.beyond());
            reader.giveUpPlace();
            approach.over();
        }
        reopening.again(now);
    }

    /** The line that the place is after should have come, and did not. */
    private void missed(long now) {
        close();
        approach.missed();
        reopening.again(now);
    }

    private void searched(LineReader through, long now) {
        if (approach.searched(through.isReached())) {
            reopening.lost("rotated", through.beyond() == Timestamps.NONE ? surroundings.now() : through.beyond());
            reader.giveUpPlace();
            reopening.again(now);
        } else {
            reopening.again(through.isReached() ? now : now + Timestamps.SECOND);
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        giveSlotBack();
        if (tailStart != null) {
            tailStart.close();
            tailStart = null;
        }
    }

    ContainerLog log() {
        return log;
    }

    LogLine line() {
        return reader.line();
    }

    boolean hasHead() {
        return head;
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return arrived;
    }

    Deque<Notice> notices() {
        return reopening.notices();
    }

    /** What was there at first has been read. */
    boolean isHistoryRead() {
        return historyRead;
    }

    /** Lines may come any moment. */
    boolean isConnected() {
        return connection != null && search == null;
    }

    /** What is written comes at once, or nothing will be written before the container is started again. */
    boolean isUpToDate() {
        return connection == null ? reopening.isParked() : step == Step.FOLLOW && connection.isOpen();
    }

    /** Until when the connection is to be waited for before it counts as stuck. */
    long awaitedUntil() {
        return connection == null ? Long.MIN_VALUE : connection.sign() + STALL;
    }

    /** The last attempt failed, and the next one is still to come. */
    boolean isHindered() {
        return connection == null && reopening.isHindered();
    }

    /** No line will come after the current one. */
    boolean isDone() {
        return reopening.isDone();
    }

    /** Done because the pod is no more. */
    boolean isGone() {
        return reopening.isGone();
    }

    boolean isAborted() {
        return reopening.isAborted();
    }

    int reconnects() {
        return reopening.reconnects();
    }

    /** Bytes held. */
    int held() {
        return (connection == null ? 0 : connection.held()) + reader.held();
    }
}
