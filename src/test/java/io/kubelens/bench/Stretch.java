package io.kubelens.bench;

/**
 * How fast one viewer's lines came between two of them: not to the last one, since the last lines of a merge wait for
 * others that never come.
 */
final class Stretch implements Crowd.Arrival {
    private final int from;
    private final int to;
    private int first;
    private int last;
    private long begin;
    private long end;

    Stretch(int from, int to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public synchronized void lines(int viewer, int before, int after, long nanos) {
        if (first == 0 && after >= from) {
            first = after;
            begin = nanos;
        }
        if (last == 0 && after >= to) {
            last = after;
            end = nanos;
        }
    }

    synchronized double perSecond() {
        return (last - first) * 1e9 / (end - begin);
    }
}
