package io.kubelens.logs;

import java.util.ArrayList;
import java.util.List;

/** The viewers of a shared log. Guarded by the lock of the log. */
final class Audience {
    private List<RingPlace> waiting = new ArrayList<>();
    private int viewers;
    private long idleSince;
    private long fastest;

    void enter() {
        viewers++;
    }

    void leave(RingPlace viewer, long now) {
        waiting.remove(viewer);
        viewers--;
        idleSince = now;
    }

    int size() {
        return viewers;
    }

    /** Nobody has been here since then. */
    boolean isIdleSince(long time) {
        return viewers == 0 && idleSince <= time;
    }

    /** A viewer has come to the line of this number. */
    void comesTo(long number) {
        fastest = Math.max(fastest, number);
    }

    /** The number of the line that the fastest viewer has come to. */
    long fastest() {
        return fastest;
    }

    /** The viewer will be woken when there is news. */
    void await(RingPlace viewer) {
        if (viewer.startWaiting()) {
            waiting.add(viewer);
        }
    }

    /** Those who have waited and do no more; they are to be woken without the lock. */
    List<RingPlace> stopWaiting() {
        List<RingPlace> woken = waiting;
        waiting = new ArrayList<>();
        woken.forEach(RingPlace::stopWaiting);
        return woken;
    }
}
