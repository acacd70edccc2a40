package io.kubelens.logs;

/**
 * A place in one container's log, between two lines.
 *
 * @param time nanoseconds since 1970; {@link Timestamps#NONE} is the beginning of the log
 * @param count how many lines of exactly this time are behind the place, counted from the first of them in the log
 * @param printed whether {@code time} is one that was printed for a line rather than the line's own: equal times are
 *     printed 1 ns apart
 */
record Position(long time, long count, boolean printed) {
    static final Position BEGINNING = new Position(Timestamps.NONE, 0, false);

    static Position after(long time, long count) {
        return new Position(time, count, false);
    }

    static Position afterPrinted(long time) {
        return new Position(time, 0, true);
    }

    boolean isBeginning() {
        return time == Timestamps.NONE;
    }

    /** Whether this is the place after a line that can be looked for, and not only a time. */
    boolean isAfterLine() {
        return !printed && count > 0 && count < Long.MAX_VALUE;
    }

    /** Whether a line lies beyond this place. */
    boolean isBefore(long lineTime, long lineCount, long linePrinted) {
        if (printed) {
            return linePrinted > time;
        }
        return lineTime > time || (lineTime == time && lineCount > count);
    }
}
