package io.kubelens.logs;

/**
 * How many lines of a time have been read, also when lines of other times came after them: the runtime stamps a line
 * before it waits for its turn to write it, so that lines of the two streams change places. They are never far apart.
 */
final class Ordinals {
    private static final int KEPT = 128;

    private final long[] times = new long[KEPT];
    private final long[] counts = new long[KEPT];
    private int next;
    private int size;

    void clear() {
        size = 0;
    }

    /** So many lines of the time have been read; it is another time's turn. */
    void keep(long time, long count) {
        times[next] = time;
        counts[next] = count;
        next = (next + 1) % KEPT;
        size = Math.min(size + 1, KEPT);
    }

    /** How many lines of the time have been read when it was kept last; 0 when it was not. */
    long count(long time) {
        for (int back = 1; back <= size; back++) {
            int index = Math.floorMod(next - back, KEPT);
            if (times[index] == time) {
                return counts[index];
            }
        }
        return 0;
    }
}
