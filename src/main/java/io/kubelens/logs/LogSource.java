package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The log of one container, a line at a time, over as many connections as it takes. Everything happens under the
 * stream's turn.
 */
final class LogSource {
    /** A source that should have lines holds a merge up for so long. */
    private static final long STALL = 2 * Timestamps.SECOND;

    /** A connection that brings nothing for so long may be broken, and is replaced. */
    private static final long SILENCE = 300 * Timestamps.SECOND;

    private final ContainerLog log;
    private final SourceId id;
    private final boolean follow;
    private final int maxLineLength;
    private final Surroundings surroundings;
    private final Turn turn;
    private final Reopening reopening;

    private @Nullable TailSearch search;
    private @Nullable LineReader reader;
    private @Nullable Connection connection;
    private Position released = Position.BEGINNING;
    private long history;
    private boolean resuming;
    private boolean head;
    private long arrived;

    LogSource(ContainerLog log, boolean follow, int maxLineLength, Surroundings surroundings, Turn turn) {
        this.log = log;
        this.id = SourceId.of(log);
        this.follow = follow;
        this.maxLineLength = maxLineLength;
        this.surroundings = surroundings;
        this.turn = turn;
        this.reopening = new Reopening(log, follow, surroundings);
    }

    /** To be begun once the newest lines have been found. */
    void search(int lines) {
        search = new TailSearch(lines);
    }

    /** To be read from a place. */
    void begin(Position place, boolean resumed) {
        search = null;
        reader = new LineReader(place, maxLineLength);
        released = place;
        resuming = resumed;
        reopening.again(surroundings.alarms().nanos());
    }

    /** To be read from before its newest lines, once {@link #found} says that it can. */
    void beginTail(int lines) {
        TailSearch found = search;
        if (found != null) {
            begin(found.before(lines), false);
            history = lines;
        }
    }

    boolean isSearching() {
        return search != null;
    }

    /** The tail that was looked for; null while the search goes on or has met an obstacle. */
    @Nullable
    TailSearch found() {
        return connection == null && reopening.isResting() && !isDone() ? search : null;
    }

    /** The search waits for a container that does not run yet, or for Kubernetes. */
    boolean isHindered() {
        return connection == null && reopening.isHindered();
    }

    /** Opens what is due. */
    void tick(long now) {
        if (connection != null && connection.isSilentSince(now - SILENCE)) {
            close();
            reopening.again(now);
        }
        if (connection == null && reopening.isDue(now)) {
            open();
        } else if (connection != null && reopening.wakeAt(true) <= now) {
            reopening.isDue(now);
            closeWhenDone();
        }
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        return reopening.wakeAt(connection != null);
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        head = false;
        Connection from = connection;
        if (from == null) {
            return false;
        }
        for (Connection.Chunk chunk = from.first(); chunk != null; chunk = from.first()) {
            if (search != null) {
                search.take(chunk.bytes());
            } else if (reader != null && reader.next(chunk.bytes())) {
                return stand(chunk.arrived());
            }
            from.drop();
        }
        if (!from.isOver()) {
            return false;
        }
        boolean whole = from.failure() == null && reopening.believesLastLine();
        if (reader != null && whole && reader.finish()) {
            return stand(from.sign());
        }
        over(from, now);
        return false;
    }

    private boolean stand(long since) {
        head = true;
        arrived = since;
        reopening.line();
        return true;
    }

    /** Marks the current line as sent. */
    void release() {
        LogLine line = line();
        released = Position.after(line.time, line.count);
        history = Math.max(0, history - 1);
        reopening.sent(line.printed);
    }

    private void open() {
        reopening.opened();
        Connection next = new Connection(turn, surroundings);
        connection = next;
        next.start(surroundings.upstream(), request());
    }

    private PodLogs.Request request() {
        OptionalInt tail = OptionalInt.empty();
        OptionalLong since = OptionalLong.empty();
        if (search != null) {
            search.restart();
            tail = OptionalInt.of(search.asked());
        } else if (reader != null) {
            reader.restart();
            if (!reader.position().isBeginning()) {
                // Kubernetes knows whole seconds only; equal times must be counted from the first of them.
                since = OptionalLong.of(
                        Math.floorDiv(reader.position().time() - LineReader.EARLIER, Timestamps.SECOND));
            }
        }
        KubePod pod = log.pod();
        return new PodLogs.Request(
                pod.namespace(), pod.name(), log.container(), follow && search == null, tail, since, log.isPrevious());
    }

    private void over(Connection ended, long now) {
        connection = null;
        ended.close();
        boolean unreadable = search != null ? search.failed() : reader != null && reader.endsInFailure();
        if (search == null || ended.failure() != null || unreadable) {
            reopening.over(ended.failure(), unreadable, now);
        } else if (search.finish()) {
            // Waits for the stream to say how much of the tail it takes.
            reopening.rest();
        } else {
            reopening.again(now);
        }
    }

    void observe() {
        reopening.observe();
    }

    /** The pod has left: what is under way is read to its end, but not beyond the deadline. */
    void drain(long now, long deadline) {
        reopening.drain(now, deadline);
        closeWhenDone();
    }

    private void closeWhenDone() {
        if (reopening.isDone()) {
            close();
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    ContainerLog log() {
        return log;
    }

    SourceId id() {
        return id;
    }

    boolean hasHead() {
        return head;
    }

    LogLine line() {
        if (reader == null) {
            throw new IllegalStateException("a source has no line before it has begun");
        }
        return reader.line();
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return arrived;
    }

    Position released() {
        return released;
    }

    Deque<Notice> notices() {
        return reopening.notices();
    }

    /** Lines may come any moment. */
    boolean isLive() {
        return connection != null && search == null;
    }

    /** Until when lines that must be there are to be waited for; in the past when there is nothing to wait for. */
    long awaitedUntil() {
        if (connection == null || (history == 0 && !(resuming && !reopening.hasLines()))) {
            return Long.MIN_VALUE;
        }
        return connection.sign() + STALL;
    }

    /** No line will come after the current one. */
    boolean isDone() {
        return reopening.isDone();
    }

    /** Done, and of no use to a cursor any more. */
    boolean isGone() {
        return reopening.isGone() && !head && notices().isEmpty();
    }

    boolean isAborted() {
        return reopening.isAborted();
    }

    int reconnects() {
        return reopening.reconnects();
    }

    /** Bytes held. */
    int held() {
        return (connection == null ? 0 : connection.held()) + (reader == null ? 0 : reader.held());
    }
}
