package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's reading of one container's log. What others read too is taken from the shared log; what its ring has not,
 * or no more, is read from Kubernetes for this viewer alone, until the ring is reached. Everything but {@link #wake}
 * happens under the viewer's turn.
 */
final class Subscription {
    private static final long GRACE = Timestamps.SECOND;
    private static final int SLICE = 64 * 1024;

    /** The shared log is begun so much before the place of its first viewer. */
    private static final long EARLIER = 10 * Timestamps.SECOND;

    /** After so many lines of its own a viewer looks whether the shared log has its place. */
    private static final int OFTEN = 32;

    /** What a shared log has for a viewer. */
    enum Next {
        LINES,
        NOTICE,
        NOTHING,
        /** Nothing more will come. */
        DONE,
        /** The same, because the pod is no more. */
        GONE,
        /** The viewer's place is not in the ring any more. */
        BEHIND
    }

    private final ContainerLog log;
    private final SourceLabel label;
    private final @Nullable Canary canary;
    private final LogRequest request;
    private final Surroundings surroundings;
    private final LogHub hub;
    private final Frames form;
    private final Turn turn;
    private final Vitals vitals;
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final LogLine line = new LogLine();

    private @Nullable LogSource own;
    private @Nullable SharedLog shared;
    private @Nullable ChunkView view;
    private @Nullable TailTimes tail;
    private boolean searching;

    private long number = SharedLog.WAIT;
    private long barrier = Long.MAX_VALUE;
    private int heard;
    private int newest = -1;
    private @Nullable Position filter;
    private Position released = Position.BEGINNING;
    private long furthest = Timestamps.NONE;
    private long printed = Timestamps.NONE;
    private long heardAt;
    private int ownLines;
    private int sliced;
    private boolean late;
    private boolean head;
    private boolean headIsOwn;
    private boolean ready;
    private long leaveAt = Reopening.NEVER;
    private long deadline = Reopening.NEVER;

    /** With this line of the shared log it leaves. */
    private long last = Long.MAX_VALUE;

    private boolean unread;
    private boolean done;
    private boolean gone;
    private volatile boolean waits;

    Subscription(
            ContainerLog log,
            LogRequest request,
            Frames form,
            Surroundings surroundings,
            LogHub hub,
            Turn turn,
            @Nullable Canary canary) {
        this.canary = canary;
        this.log = log;
        this.label = new SourceLabel(log);
        this.request = request;
        this.form = form;
        this.surroundings = surroundings;
        this.hub = hub;
        this.turn = turn;
        this.vitals = new Vitals(log.pod());
        this.heardAt = surroundings.alarms().nanos();
    }

    private LogSource ofItsOwn() {
        LogSource source = new LogSource(log, false, request.maxLineLength(), surroundings, turn);
        own = source;
        ownLines = 0;
        return source;
    }

    private void catchUp() {
        LogSource source = ofItsOwn();
        source.begin(released);
        source.tick(surroundings.alarms().nanos());
    }

    /** To be read from a place. */
    void begin(Position place) {
        searching = false;
        released = place;
        if (!request.follow()) {
            ofItsOwn().begin(place);
        } else if (shared == null) {
            own = null;
            shared = hub.enter(
                    log,
                    this,
                    budget -> SharedLog.from(early(place), log, request.maxLineLength(), surroundings, budget));
        } else {
            own = null;
        }
        if (shared != null) {
            isJoined();
        }
    }

    /** So that those who resume a little earlier find their place too. */
    private static Position early(Position place) {
        return place.isBeginning()
                ? place
                : Position.after(Math.floorDiv(place.time() - EARLIER, Timestamps.SECOND) * Timestamps.SECOND, 0);
    }

    /** To be read from its newest lines. */
    void beginNewest(int lines) {
        if (!request.follow() && lines == 0) {
            done = true;
        } else if (!request.follow()) {
            ofItsOwn().beginTail(lines);
        } else {
            newest = lines;
            shared = hub.enter(log, this, budget -> {
                number = lines == 0 ? SharedLog.WAIT : 0;
                return SharedLog.newest(Math.max(1, lines), log, request.maxLineLength(), surroundings, budget);
            });
            isJoined();
        }
    }

    /** To be begun with {@link #beginTail} once {@link #tail} is known. */
    void search(int lines) {
        searching = true;
        newest = lines;
        if (request.follow()) {
            shared = hub.enter(log, this);
        }
        if (shared == null) {
            searchDeeper();
        }
    }

    /** Looks for the whole tail in Kubernetes. */
    void searchDeeper() {
        tail = null;
        ofItsOwn().search(newest);
    }

    boolean isSearching() {
        return searching;
    }

    /** The times of the newest lines; null while they are not known. */
    @Nullable
    TailTimes tail() {
        if (tail == null && own != null) {
            TailSearch found = own.found();
            tail = found == null ? null : TailTimes.of(found);
        } else if (tail == null && shared != null) {
            tail = shared.tail(this, newest);
        }
        return tail;
    }

    void beginTail(TailTimes of, int lines) {
        newest = -1;
        LogSource source = own;
        TailSearch search = source == null ? null : source.found();
        if (search != null) {
            begin(search.before(lines));
        } else {
            Position place = Objects.requireNonNull(shared).before(of.end() - lines);
            if (place == null) {
                begin(of.size() == 0 ? Position.BEGINNING : Position.after(of.time(Math.max(lines, 1)), 0));
            } else {
                searching = false;
                released = place;
                number = of.end() - lines;
            }
        }
    }

    /** The search waits for a container that does not run yet, or for Kubernetes. */
    boolean isHindered() {
        return own != null ? own.isHindered() : shared != null && shared.isHindered();
    }

    /** Opens what is due. */
    void tick(long now) {
        if (own != null) {
            own.tick(now);
        }
        if (now >= leaveAt && !done) {
            leave(now);
        }
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        return done ? Reopening.NEVER : Math.min(leaveAt, own == null ? Reopening.NEVER : own.wakeAt());
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        head = false;
        if (searching && own != null) {
            own.advance(now);
            forward(own);
        }
        if (done || searching || !notices.isEmpty()) {
            // What is to be told comes before the next line.
            return false;
        }
        if (ready) {
            ready = false;
            head = true;
            return true;
        }
        for (LogSource source = own; source != null; source = own) {
            if (source.advance(now)) {
                return stand(source);
            }
            forward(source);
            if (!source.isDone() || !isOwnOver(source) || !notices.isEmpty()) {
                return false;
            }
        }
        return isJoined() && isAtLine();
    }

    private boolean stand(LogSource source) {
        LogLine from = source.line();
        line.time = from.time;
        line.printed = from.printed;
        line.count = from.count;
        forward(source);
        headIsOwn = true;
        ready = !notices.isEmpty();
        head = !ready;
        return head;
    }

    /** Of a reading that catches up, only gaps concern the viewer. */
    private void forward(LogSource source) {
        for (Notice notice = source.notices().poll();
                notice != null;
                notice = source.notices().poll()) {
            if (shared == null || notice.gap() != null || notice.kind().equals("clock-step")) {
                notices.add(notice);
            }
        }
    }

    /** Whether the viewer goes on with the shared log, now that its own reading has ended. */
    private boolean isOwnOver(LogSource source) {
        SharedLog log = shared;
        if (log == null) {
            done = !source.isAborted();
            return false;
        }
        own = null;
        if (log.reachesBack(released)) {
            joinAt(log, released);
        } else if (ownLines > 0) {
            catchUp();
        } else {
            number =
                    log.skip(released, lost -> notices.add(Notice.gap(released.time(), lost, why(source.isAborted()))));
        }
        return true;
    }

    private String why(boolean unreadable) {
        if (phase() == ContainerState.Phase.GONE) {
            return "pod-deleted";
        }
        return unreadable ? "upstream" : "buffer";
    }

    private void joinAt(SharedLog log, Position place) {
        long found = log.join(this, place);
        number = found >= 0 ? found : log.beyond(place);
        filter = found >= 0 && place.isAfterLine() ? null : place;
    }

    /** Whether the viewer has its place in the shared log; else it is looked for. */
    private boolean isJoined() {
        SharedLog log = shared;
        if (log == null || number >= 0) {
            return log != null;
        }
        long found = newest >= 0 ? log.joinNewest(this, newest) : log.join(this, released);
        if (found == SharedLog.WAIT) {
            return hearWaiting(log);
        }
        if (found >= 0) {
            number = found;
            filter = newest >= 0 || released.isAfterLine() ? null : released;
            newest = -1;
        } else if (newest >= 0) {
            searching = true;
            searchDeeper();
        } else {
            catchUp();
        }
        return found >= 0;
    }

    private boolean hearWaiting(SharedLog log) {
        log.hearAll(this);
        return false;
    }

    private boolean isAtLine() {
        SharedLog log = shared;
        while (log != null && own == null) {
            ChunkView lines = view;
            if (lines != null && lines.has(number) && number < Math.min(barrier, last)) {
                lines.show(number, line);
                if (isWanted()) {
                    head = true;
                    headIsOwn = false;
                    return true;
                }
                number++;
                if (canary != null) {
                    canary.read(1);
                    canary.filtered();
                }
            } else if (!isShown(log)) {
                return false;
            }
        }
        return false;
    }

    private boolean isWanted() {
        if (filter != null && filter.isBefore(line.time, line.count, line.printed)) {
            filter = null;
        }
        return filter == null;
    }

    /** Whether the shared log has shown lines. */
    private boolean isShown(SharedLog log) {
        if (waits) {
            leaveWhenRead();
            return false;
        }
        view = null;
        switch (log.look(this, form)) {
            case LINES -> {
                leaveWhenRead();
                return !done;
            }
            case NOTICE -> {}
            case NOTHING -> leaveWhenRead();
            case BEHIND -> catchUp();
            case GONE -> gone = done = true;
            case DONE -> done = true;
        }
        return false;
    }

    /** Whether the next line will come from the shared log, by {@link #slice}. */
    boolean isOnRing() {
        return own == null && number >= 0 && !head && filter == null;
    }

    /** Events of the lines that are there, as a stream of this source alone has them; null when there are none now. */
    @Nullable
    ByteBuf slice() {
        SharedLog log = shared;
        if (log == null || !isOnRing() || done || !notices.isEmpty() || !isShown(log)) {
            return null;
        }
        ChunkView lines = Objects.requireNonNull(view);
        long to = lines.fill(number, Math.min(lines.end(), barrier), SLICE);
        lines.show(to - 1, line);
        printed = line.printed;
        released = Position.after(line.time, line.count);
        ByteBuf slice = lines.slice(number, to);
        sliced = (int) (to - number);
        if (canary != null) {
            canary.read(sliced);
        }
        number = to;
        view = null;
        return slice;
    }

    /** How many lines the last slice had. */
    int sliced() {
        return sliced;
    }

    /** Writes the current line and marks it as sent. */
    void write(Bytes out, boolean late, Consumer<Bytes> cursor) {
        if (headIsOwn) {
            form.log(out, label, Objects.requireNonNull(own).line(), late, cursor);
        } else {
            Objects.requireNonNull(view).copy(number, out, form, late, cursor);
        }
    }

    /** Marks the current line as sent, before it is written. */
    void release() {
        heardAt = surroundings.alarms().nanos();
        furthest = furthest();
        released = Position.after(line.time, line.count);
        printed = line.printed;
    }

    /** The current line has been written. */
    void pass() {
        head = false;
        if (canary != null) {
            canary.read(1);
        }
        if (!headIsOwn) {
            number++;
            return;
        }
        SharedLog log = shared;
        if (++ownLines % OFTEN == 0 && log != null && log.reachesBack(released)) {
            long found = log.join(this, released);
            if (found >= 0) {
                number = found;
                filter = null;
                Objects.requireNonNull(own).close();
                own = null;
            }
        }
    }

    /** Told by the shared log, under its lock: where the viewer begins. */
    void stand(Position place) {
        released = place;
    }

    void show(ChunkView lines) {
        view = lines;
    }

    /** Told by the shared log, under its lock: with this line it has to look again. */
    void showUntil(long end) {
        barrier = end;
    }

    void hear(Notice notice) {
        heard++;
        notices.add(notice);
    }

    int heard() {
        return heard;
    }

    long number() {
        return number;
    }

    void entered(int known) {
        heard = known;
    }

    boolean startWaiting() {
        boolean first = !waits;
        waits = true;
        return first;
    }

    void stopWaiting() {
        waits = false;
    }

    /** From any thread, without a lock. */
    void wake() {
        turn.ready();
    }

    /** The pod has left: what has come by then is still sent; what has not by the deadline is told as a gap. */
    void drain(long now, long latest) {
        boolean stays = phase() != ContainerState.Phase.GONE;
        leaveAt = stays ? Math.min(latest, now + GRACE) : latest;
        deadline = latest;
    }

    private void leave(long now) {
        SharedLog log = shared;
        boolean over = now >= deadline;
        boolean complete = log != null && log.isComplete();
        if (log != null && (complete || over) && last == Long.MAX_VALUE) {
            last = log.end();
            unread = !complete;
        }
        // Who reads by himself may take longer, or be thrown back again.
        leaveAt = over ? now + GRACE : deadline;
        boolean reads = own == null ? number >= 0 : own.isConnected();
        if (over && !reads && !head && !ready) {
            unread = true;
            left();
        }
    }

    private void leaveWhenRead() {
        if (number >= last) {
            left();
        }
    }

    private void left() {
        if (unread && phase() != ContainerState.Phase.WAITING) {
            long to = surroundings.now();
            notices.add(Notice.gap(released.isBeginning() ? to : released.time(), to, why(true)));
        }
        notices.add(Notice.of(Farewells.KIND, "pod removed from app"));
        done = true;
        gone = true;
        close();
    }

    /** Tells restarts and readiness when they have changed. */
    void observe() {
        if (log.leads()) {
            current().ifPresent(pod -> vitals.changes(pod, notices));
        }
    }

    private ContainerState.Phase phase() {
        return ContainerState.of(current(), log).phase();
    }

    private Optional<KubePod> current() {
        return surroundings.states().current(log.pod().namespace(), log.pod().name());
    }

    void close() {
        if (own != null) {
            own.close();
            own = null;
        }
        view = null;
        if (shared != null) {
            hub.leave(log, shared, this);
            shared = null;
        }
    }

    ContainerLog log() {
        return log;
    }

    SourceId id() {
        return label.source;
    }

    long sourceNumber() {
        return label.number;
    }

    /** When its pod was created, in seconds; in the far future when that does not say since when there is this source. */
    long created() {
        return label.created;
    }

    LogLine line() {
        return line;
    }

    boolean hasHead() {
        return head;
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return headIsOwn
                ? Objects.requireNonNull(own).arrived()
                : Objects.requireNonNull(view).arrived(number);
    }

    /** The place after the last line that was sent. */
    Position released() {
        return released;
    }

    /** The newest time behind {@link #released}; lines of about one time may not be in order. */
    long furthest() {
        return Math.max(furthest, released.time());
    }

    /** The printed time of the last line that was sent. */
    long printed() {
        return printed;
    }

    Deque<Notice> notices() {
        return notices;
    }

    /**
     * Until when a merge has to wait for this source, which has no line now; in the past when not at all.
     *
     * @param window until when it waits for lines that may come any moment
     */
    long awaitedUntil(long window) {
        if (done || searching) {
            return Long.MIN_VALUE;
        }
        if (own != null) {
            return own.isConnected() ? Math.max(window, own.awaitedUntil()) : Long.MIN_VALUE;
        }
        SharedLog log = shared;
        if (log == null || !waits) {
            // It has been woken and not yet looked.
            return log == null ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return log.isConnected() ? Math.max(window, log.awaitedUntil()) : Long.MIN_VALUE;
    }

    /** It has been late once, and may be so again. */
    void markLate() {
        late = true;
    }

    /** Nothing has come for so long although it might have, and what comes will not be older than this time. */
    boolean isSilent(long now, long quiet, long time) {
        return !late
                && !head
                && own == null
                && waits
                && shared != null
                && shared.isUpToDate(now)
                && now - heardAt >= quiet
                && furthest() < time;
    }

    /** No line will come after the current one. */
    boolean isDone() {
        return done;
    }

    /** Done because the pod is no more or has left, and of no use to a cursor any more. */
    boolean isGone() {
        return gone && !head && notices.isEmpty();
    }

    boolean isAborted() {
        return shared == null && own != null && own.isAborted();
    }

    int reconnects() {
        return own != null && shared == null ? own.reconnects() : shared == null ? 0 : shared.reconnects();
    }

    /** Bytes held for this viewer alone. */
    int held() {
        return own == null ? 0 : own.held();
    }
}
