package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's reading of one container's log. What others read too is taken from the shared log; what its ring has not,
 * or no more, is read from Kubernetes for this viewer alone, until the ring is reached. Everything happens under the
 * viewer's turn.
 */
final class Subscription {
    private final ContainerLog log;
    private final SourceLabel label;
    private final Viewing viewing;
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final LogLine line = new LogLine();
    private final PodNews news;
    private final Progress progress;
    private final Whereabouts whereabouts;
    private final OwnReading own;
    private final RingPlace place;
    private final ShownLines shown;
    private final SoughtTail tail;
    private final Departure departure = new Departure();

    private boolean late;
    private boolean head;
    private boolean headIsOwn;

    /** There is a line, but what is to be told comes first. */
    private boolean ready;

    private boolean done;
    private boolean gone;

    Subscription(ContainerLog log, Viewing viewing) {
        this.log = log;
        this.label = new SourceLabel(log);
        this.viewing = viewing;
        this.news = new PodNews(log, viewing.surroundings(), notices);
        this.progress = new Progress(viewing.nanos());
        this.whereabouts = new Whereabouts(log, viewing, progress, notices);
        this.own = whereabouts.own();
        this.place = whereabouts.place();
        this.shown = place.lines();
        this.tail = whereabouts.tail();
    }

    /** To be read from its newest lines. */
    void beginNewest(int lines) {
        done = !whereabouts.beginNewest(lines);
    }

    /** Opens what is due. */
    void tick(long now) {
        own.tick(now);
        if (now >= departure.dueAt() && !done) {
            boolean reads = whereabouts.isGettingOn() || head || ready;
            if (departure.look(now, place, reads)) {
                leave();
            }
        }
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        return done ? Reopening.NEVER : Math.min(departure.dueAt(), own.wakeAt());
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        head = false;
        if (tail.isSearching()) {
            own.advance(now);
            whereabouts.tell();
        }
        if (done || tail.isSearching() || !notices.isEmpty()) {
            // What is to be told comes before the next line.
            return false;
        }
        if (ready) {
            ready = false;
            head = true;
            return true;
        }
        while (own.isOn()) {
            if (own.advance(now)) {
                return stand();
            }
            whereabouts.tell();
            if (!own.isDone() || !isOwnOver() || !notices.isEmpty()) {
                return false;
            }
        }
        return whereabouts.isJoined() && isAtLine();
    }

    private boolean stand() {
        LogLine from = own.line();
        line.time = from.time;
        line.printed = from.printed;
        line.count = from.count;
        whereabouts.tell();
        headIsOwn = true;
        ready = !notices.isEmpty();
        head = !ready;
        return head;
    }

    private boolean isOwnOver() {
        boolean goesOn = whereabouts.goesOn(news);
        if (!goesOn) {
            done = !own.isAborted();
        }
        return goesOn;
    }

    private boolean isAtLine() {
        while (place.isEntered() && !own.isOn()) {
            if (shown.isAtLine(departure.last(), line)) {
                head = true;
                headIsOwn = false;
                return true;
            }
            if (!isShown()) {
                return false;
            }
        }
        return false;
    }

    /** Whether the shared log has shown lines. */
    private boolean isShown() {
        switch (place.look()) {
            case LINES -> {
                leaveWhenRead();
                return !done;
            }
            case NOTICE -> {}
            case NOTHING -> leaveWhenRead();
            case BEHIND -> whereabouts.fallBehind();
            case GONE -> gone = done = true;
            case DONE -> done = true;
        }
        return false;
    }

    /** Whether the next line will come from the shared log, by {@link #slice}. */
    boolean isOnRing() {
        return !head && !own.isOn() && shown.isExact();
    }

    /** Events of the lines that are there, as a stream of this source alone has them; null when there are none now. */
    @Nullable
    ByteBuf slice() {
        if (!place.isEntered() || !isOnRing() || done || !notices.isEmpty() || !isShown()) {
            return null;
        }
        ByteBuf slice = shown.slice(line);
        progress.lines(line);
        return slice;
    }

    /** What {@link #slice} has taken. */
    ShownLines shown() {
        return shown;
    }

    /** Marks the current line as sent, before it is written. */
    void release() {
        progress.line(line, viewing.nanos());
    }

    /** Writes the current line. */
    void write(Bytes out, boolean isLate, Consumer<Bytes> cursor) {
        if (headIsOwn) {
            viewing.form().log(out, label, own.line(), isLate, cursor);
        } else {
            shown.write(out, label, line, isLate, cursor);
        }
    }

    /** The current line has been written. */
    void pass() {
        head = false;
        Canary canary = viewing.canary();
        if (canary != null) {
            canary.read(1);
        }
        if (headIsOwn) {
            whereabouts.pass();
        } else {
            shown.pass();
        }
    }

    /** The pod has left: what has come by then is still sent; what has not by the deadline is told as a gap. */
    void drain(long now, long latest) {
        departure.begin(now, latest, news.phase() != ContainerState.Phase.GONE);
    }

    private void leaveWhenRead() {
        if (shown.number() >= departure.last()) {
            leave();
        }
    }

    private void leave() {
        news.left(departure.isUnread(), progress);
        done = true;
        gone = true;
        close();
    }

    /** Tells restarts and readiness when they have changed. */
    void observe() {
        news.observe();
    }

    void close() {
        whereabouts.close();
    }

    ContainerLog log() {
        return log;
    }

    SourceLabel label() {
        return label;
    }

    SourceId id() {
        return label.source;
    }

    /** The current line's times and count. */
    LogLine line() {
        return line;
    }

    boolean hasHead() {
        return head;
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return headIsOwn ? own.arrived() : shown.arrived();
    }

    /** What has been sent. */
    Progress progress() {
        return progress;
    }

    /** Where it is read, and begun. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** What is looked for before it is begun. */
    SoughtTail tail() {
        return tail;
    }

    /** What is to be told before the next line. */
    Deque<Notice> notices() {
        return notices;
    }

    /** Until when a merge has to wait for this source, which has no line now; see {@link Whereabouts#awaitedUntil}. */
    long awaitedUntil(long window) {
        return done ? Long.MIN_VALUE : whereabouts.awaitedUntil(window);
    }

    /** It has been late once, and may be so again. */
    void markLate() {
        late = true;
    }

    /** Nothing has come for so long although it might have, and what comes will not be older than this time. */
    boolean isSilent(long now, long quiet, long time) {
        return !late && !head && whereabouts.isUpToDate(now) && progress.isSilent(now - quiet, time);
    }

    /** No line will come after the current one. */
    boolean isDone() {
        return done;
    }

    /** Done because the pod is no more or has left, and of no use to a cursor any more. */
    boolean isGone() {
        return gone && !head && notices.isEmpty();
    }
}
