package io.kubelens.logs;

import java.util.Deque;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's place in the shared log of a container, and how it is found. Everything but {@link #wake} happens under the
 * viewer's turn.
 */
final class RingPlace {
    /** The shared log is begun so much before the place of its first viewer. */
    private static final long EARLIER = 10 * Timestamps.SECOND;

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
    private final Viewing viewing;
    private final Progress progress;
    private final Deque<Notice> notices;
    private final ShownLines lines;

    private @Nullable SharedLog shared;
    private int heard;
    private volatile boolean waits;

    /** {@code notices} take what the shared log has to tell. */
    RingPlace(ContainerLog log, Viewing viewing, Progress progress, Deque<Notice> notices) {
        this.log = log;
        this.viewing = viewing;
        this.progress = progress;
        this.notices = notices;
        this.lines = new ShownLines(viewing.form(), viewing.alone(), viewing.canary());
    }

    /** Enters the shared log, which is begun a little before the viewer's place when nobody reads it. */
    void enter() {
        if (shared == null) {
            shared = viewing.hub()
                    .enter(
                            log,
                            this,
                            budget -> SharedLog.from(
                                    early(progress.released()),
                                    log,
                                    viewing.request().maxLineLength(),
                                    viewing.surroundings(),
                                    budget));
        }
    }

    /** So that those who resume a little earlier find their place too. */
    private static Position early(Position place) {
        return place.isBeginning()
                ? place
                : Position.after(Math.floorDiv(place.time() - EARLIER, Timestamps.SECOND) * Timestamps.SECOND, 0);
    }

    /** Enters the shared log, which is begun with the newest lines when nobody reads it. */
    void enter(int newest) {
        shared = viewing.hub().enter(log, this, budget -> {
            lines.begin(newest == 0 ? RingSearch.WAIT : 0, null);
            return SharedLog.newest(
                    Math.max(1, newest), log, viewing.request().maxLineLength(), viewing.surroundings(), budget);
        });
    }

    /** Enters the shared log if somebody reads it; says whether it has. */
    boolean enterIfRead() {
        shared = viewing.hub().enter(log, this);
        return shared != null;
    }

    void leave() {
        lines.clear();
        if (shared != null) {
            viewing.hub().leave(log, shared, this);
            shared = null;
        }
    }

    boolean isEntered() {
        return shared != null;
    }

    /** The log, which has been entered. */
    SharedLog shared() {
        return Objects.requireNonNull(shared);
    }

    private RingSearch search() {
        return shared().search();
    }

    ShownLines lines() {
        return lines;
    }

    /**
     * Looks for the place: of the first of the newest lines, or after what was sent when {@code newest} is negative.
     *
     * @return its number, {@link RingSearch#WAIT} or {@link RingSearch#BEHIND}
     */
    long find(int newest) {
        Position after = progress.released();
        long found = newest >= 0 ? search().joinNewest(this, newest) : search().join(this, after);
        if (found == RingSearch.WAIT) {
            search().hearAll(this);
        } else if (found >= 0) {
            lines.begin(found, newest >= 0 || after.isAfterLine() ? null : after);
        }
        return found;
    }

    /** Begins with the line of a number; false when the one before it has been let go. */
    boolean begin(long number) {
        Position before = search().before(number);
        if (before != null) {
            progress.begin(before);
            lines.begin(number, null);
        }
        return before != null;
    }

    /** Whether the ring has every line beyond what was sent. */
    boolean isReached() {
        return shared != null && search().reachesBack(progress.released());
    }

    /** Goes on after what was sent, which {@link #isReached}. */
    void join() {
        Position after = progress.released();
        long found = search().join(this, after);
        boolean exact = found >= 0 && after.isAfterLine();
        lines.begin(found >= 0 ? found : search().beyond(after), exact ? null : after);
    }

    /** Goes on after what was sent, if the line that was sent last is here. */
    boolean joinIfThere() {
        long found = isReached() ? search().join(this, progress.released()) : RingSearch.BEHIND;
        if (found >= 0) {
            lines.begin(found, null);
        }
        return found >= 0;
    }

    /** Goes on with the oldest line that is there, whose time is told. */
    void skip(LongConsumer lost) {
        lines.skipTo(search().skip(progress.released(), lost));
    }

    /** The times of the newest lines; null while they are not known. */
    @Nullable
    TailTimes tail(int newest) {
        return shared == null ? null : search().tail(this, newest);
    }

    /** Looks what the shared log has next. */
    Next look() {
        if (waits) {
            return Next.NOTHING;
        }
        lines.clear();
        return shared().look(this, viewing.form());
    }

    /** Told by the shared log, under its lock: where the viewer begins. */
    void stand(Position place) {
        progress.begin(place);
    }

    /** How many of the notices it need not be told any more. */
    void entered(int known) {
        heard = known;
    }

    void hear(Notice notice) {
        heard++;
        notices.add(notice);
    }

    int heard() {
        return heard;
    }

    /** Says whether it did not wait yet. */
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
        viewing.turn().ready();
    }

    /** The source cannot be read now. */
    boolean isHindered() {
        return shared != null && shared.isHindered();
    }

    /** Until when a merge has to wait for a line; in the past when not at all. */
    long awaitedUntil(long window) {
        SharedLog log = shared;
        if (log == null) {
            return Long.MIN_VALUE;
        }
        if (!waits) {
            // It has been woken and not yet looked.
            return Long.MAX_VALUE;
        }
        return log.intake().isConnected() ? Math.max(window, log.intake().awaitedUntil()) : Long.MIN_VALUE;
    }

    /** All that was written some moments ago has been seen. */
    boolean isUpToDate(long now) {
        return waits && shared != null && shared.intake().isUpToDate(now);
    }
}
