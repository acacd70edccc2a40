package io.kubelens.logs;

/** When something that comes regularly is due; the first time at once or after one interval. */
final class Beat {
    private final long interval;
    private long due;

    Beat(long seconds, long first) {
        interval = seconds * Timestamps.SECOND;
        due = first;
    }

    /** Whether it is due; if so, the next one is an interval from now. */
    boolean strikes(long now) {
        if (now < due) {
            return false;
        }
        due = now + interval;
        return true;
    }

    long due() {
        return due;
    }
}
