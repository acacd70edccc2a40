package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/**
 * How many of a log's newest lines a viewer wants, and the search for their times where several logs share one tail: in
 * the shared log, and in Kubernetes where that does not reach back far enough.
 */
final class SoughtTail {
    private final RingPlace place;
    private final OwnReading own;
    private final boolean follow;
    private @Nullable TailTimes times;
    private boolean searching;
    private int lines = -1;

    /** {@code follow} says whether there may be a shared log. */
    SoughtTail(RingPlace place, OwnReading own, boolean follow) {
        this.place = place;
        this.own = own;
        this.follow = follow;
    }

    /** The viewer begins with so many of the newest lines. */
    void want(int newest) {
        lines = newest;
    }

    /** To be begun once {@link #times} are known. */
    void search(int newest) {
        searching = true;
        lines = newest;
        if (!follow || !place.enterIfRead()) {
            deepen();
        }
    }

    /** Looks for the whole tail in Kubernetes. */
    void deepen() {
        searching = true;
        times = null;
        own.search(lines);
    }

    /** The viewer has its place. */
    void end() {
        searching = false;
        lines = -1;
    }

    /** So many of the newest lines are wanted; negative when the viewer does not begin with them. */
    int lines() {
        return lines;
    }

    boolean isSearching() {
        return searching;
    }

    /** The search waits for a container that does not run yet, or for Kubernetes. */
    boolean isHindered() {
        return own.isOn() ? own.isHindered() : place.isHindered();
    }

    /** The times of the newest lines; null while they are not known. */
    @Nullable
    TailTimes times() {
        if (times == null && own.isOn()) {
            TailSearch found = own.found();
            times = found == null ? null : TailTimes.of(found);
        } else if (times == null) {
            times = place.tail(lines);
        }
        return times;
    }
}
