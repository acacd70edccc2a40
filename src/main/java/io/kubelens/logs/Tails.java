package io.kubelens.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Shares a tail out: of the newest lines over several logs together, how many are each one's. */
final class Tails {
    private Tails() {}

    /** Begins every source whose tail has been found, so that together they have {@code lines} lines. */
    static void begin(List<LogSource> found, int lines) {
        List<Share> shares = new ArrayList<>();
        PriorityQueue<Share> newest =
                new PriorityQueue<>(Comparator.comparingLong(Share::next).reversed());
        for (LogSource source : found) {
            TailSearch tail = source.found();
            if (tail != null) {
                Share share = new Share(source, tail);
                shares.add(share);
                if (tail.size() > 0) {
                    newest.add(share);
                }
            }
        }
        for (int i = 0; i < lines && !newest.isEmpty(); i++) {
            Share share = newest.remove();
            share.lines++;
            if (share.lines < share.tail.size()) {
                newest.add(share);
            }
        }
        shares.forEach(share -> share.source.beginTail(share.lines));
    }

    private static final class Share {
        private final LogSource source;
        private final TailSearch tail;
        private int lines;

        Share(LogSource source, TailSearch tail) {
            this.source = source;
            this.tail = tail;
        }

        long next() {
            return tail.time(lines + 1);
        }
    }
}
