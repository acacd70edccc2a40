package io.kubelens.logs;

/** How far a viewer has been sent one container's log. */
final class Progress {
    private Position released = Position.BEGINNING;
    private long furthest = Timestamps.NONE;
    private long printed = Timestamps.NONE;
    private long heardAt;

    /** {@code now} monotonic, as everywhere here. */
    Progress(long now) {
        heardAt = now;
    }

    /** The viewer stands here before its first line. */
    void begin(Position place) {
        released = place;
    }

    /** A line is sent. */
    void line(LogLine line, long now) {
        heardAt = now;
        furthest = furthest();
        lines(line);
    }

    /** Lines are sent in the order of the log, of which this is the last. */
    void lines(LogLine last) {
        printed = last.printed;
        released = Position.after(last.time, last.count);
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

    /** No line has been sent since then, and none from this time on. */
    boolean isSilent(long since, long time) {
        return heardAt <= since && furthest() < time;
    }
}
