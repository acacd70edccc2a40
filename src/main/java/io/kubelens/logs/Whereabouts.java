package io.kubelens.logs;

import java.util.Deque;

/**
 * Where a viewer reads a log: in the shared log, or for itself until its place is reached there. Decides where it begins
 * and where it goes on.
 */
final class Whereabouts {
    private final boolean follow;
    private final boolean gone;
    private final Progress progress;
    private final Deque<Notice> notices;
    private final OwnReading own;
    private final RingPlace place;
    private final SoughtTail tail;

    /** {@code notices} take what the readings have to tell. */
    Whereabouts(ContainerLog log, Viewing viewing, Progress progress, Deque<Notice> notices) {
        this.follow = viewing.request().follow();
        this.gone = log.pod().gone() != null;
        this.progress = progress;
        this.notices = notices;
        this.own = new OwnReading(log, viewing);
        this.place = new RingPlace(log, viewing, progress, notices);
        this.tail = new SoughtTail(place, own, follow);
    }

    OwnReading own() {
        return own;
    }

    RingPlace place() {
        return place;
    }

    SoughtTail tail() {
        return tail;
    }

    /** To be read from a place. */
    void begin(Position from) {
        tail.end();
        progress.begin(from);
        if (follow) {
            own.end();
            place.enter();
            isJoined();
        } else {
            own.begin(from);
        }
    }

    /** To be read from its newest lines; says whether there is anything to be read. */
    boolean beginNewest(int lines) {
        if (follow) {
            tail.want(lines);
            place.enter(lines);
            isJoined();
        } else if (lines > 0) {
            own.beginTail(lines);
        } else if (gone) {
            // How it ended is told after its last line.
            own.begin(Position.afterPrinted(Long.MAX_VALUE));
        }
        return follow || lines > 0 || gone;
    }

    /** To be read from so many of the newest lines, whose times have been found. */
    void begin(TailTimes newest, int lines) {
        TailSearch found = own.found();
        tail.end();
        if (found != null) {
            begin(found.before(lines));
        } else if (!place.begin(newest.end() - lines)) {
            begin(newest.before(lines));
        }
    }

    /** Whether the viewer reads the shared log, and has its place there; else it is looked for. */
    boolean isJoined() {
        if (!place.isEntered() || place.lines().number() >= 0) {
            return place.isEntered();
        }
        long found = place.find(tail.lines());
        if (found >= 0) {
            tail.end();
        } else if (found == RingSearch.BEHIND && tail.lines() >= 0) {
            tail.deepen();
        } else if (found == RingSearch.BEHIND) {
            fallBehind();
        }
        return found >= 0;
    }

    /** The viewer's place is not in the shared log any more. */
    void fallBehind() {
        own.catchUp(progress.released());
    }

    /** Hands on what its own reading has to tell. */
    void tell() {
        own.tell(notices, place.isEntered());
    }

    /** Whether the viewer goes on with the shared log, now that its own reading has ended. */
    boolean goesOn(PodNews news) {
        if (!place.isEntered()) {
            return false;
        }
        boolean brought = own.hasBroughtLines();
        boolean aborted = own.isAborted();
        own.end();
        if (place.isReached()) {
            place.join();
        } else if (brought) {
            fallBehind();
        } else {
            place.skip(to -> news.lost(progress.released().time(), to, aborted));
        }
        return true;
    }

    /** A line of its own reading has been sent; goes over to the shared log where that has it too. */
    void pass() {
        if (own.pass() && place.joinIfThere()) {
            own.close();
        }
    }

    /** Whether lines come, or are there. */
    boolean isGettingOn() {
        return own.isOn() ? own.isConnected() : place.lines().number() >= 0;
    }

    /**
     * Until when a merge has to wait for a line; in the past when not at all.
     *
     * @param window until when it waits for lines that may come any moment
     */
    long awaitedUntil(long window) {
        if (tail.isSearching()) {
            return Long.MIN_VALUE;
        }
        return own.isOn() ? own.awaitedUntil(window) : place.awaitedUntil(window);
    }

    /** All that was written some moments ago has been seen. */
    boolean isUpToDate(long now) {
        return !own.isOn() && place.isUpToDate(now);
    }

    boolean isAborted() {
        return !place.isEntered() && own.isAborted();
    }

    int reconnects() {
        return place.isEntered() ? place.shared().reconnects() : own.reconnects();
    }

    void close() {
        own.close();
        place.leave();
    }
}
