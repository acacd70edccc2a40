package io.kubelens.logs;

/**
 * The leaving of a pod from an app: what has come by then is still sent to the viewer; what has not by the deadline is
 * told as a gap.
 */
final class Departure {
    private static final long GRACE = Timestamps.SECOND;

    private long dueAt = Reopening.NEVER;
    private long deadline = Reopening.NEVER;
    private long last = Long.MAX_VALUE;
    private boolean unread;

    /**
     * The pod has left.
     *
     * @param stays whether it goes on running: then nothing more is to be waited for than what was written before
     */
    void begin(long now, long latest, boolean stays) {
        dueAt = stays ? Math.min(latest, now + GRACE) : latest;
        deadline = latest;
    }

    /** When to {@link #look}. */
    long dueAt() {
        return dueAt;
    }

    /**
     * Marks the last line when all has come, or the time is up.
     *
     * @param reads whether the viewer is still being sent what it reads
     * @return whether the viewer is not to be waited for any longer
     */
    boolean look(long now, RingPlace place, boolean reads) {
        boolean over = now >= deadline;
        if (place.isEntered() && last == Long.MAX_VALUE) {
            boolean complete = place.shared().isComplete();
            if (complete || over) {
                last = place.shared().end();
                unread = !complete;
            }
        }
        // Who reads by himself may take longer, or be thrown back again.
        dueAt = over ? now + GRACE : deadline;
        unread |= over && !reads;
        return over && !reads;
    }

    /** With this line of the shared log the viewer leaves. */
    long last() {
        return last;
    }

    /** Whether something was written that has not come. */
    boolean isUnread() {
        return unread;
    }
}
