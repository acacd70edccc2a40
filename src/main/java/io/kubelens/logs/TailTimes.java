package io.kubelens.logs;

/**
 * The times of the newest lines of a log, oldest first.
 *
 * @param complete whether there is none before them, or as many as were asked for
 * @param end the number of the line after the last of them in a shared log
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TailTimes(long[] times, boolean complete, long end) {
    static TailTimes of(TailSearch search) {
        long[] times = new long[search.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = search.time(times.length - i);
        }
        return new TailTimes(times, true, 0);
    }

    int size() {
        return times.length;
    }

    /** The time of the line that is number {@code back} from the end; 1 is the last. */
    long time(int back) {
        return times[times.length - back];
    }

    /** The place before so many of the newest lines, as far as it can be told by times. */
    Position before(int lines) {
        return size() == 0 ? Position.BEGINNING : Position.after(time(Math.max(lines, 1)), 0);
    }
}
