package io.kubelens.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Shares a tail out: of the newest lines over several logs together, how many are each one's. */
final class Tails {
    private Tails() {}

    /**
     * Begins every source, so that together they have {@code lines} lines; false when that cannot be told, because some
     * of them know too few of their newest lines: those look for more.
     */
    static boolean begin(List<Subscription> sources, int lines) {
        List<Share> shares = new ArrayList<>();
        PriorityQueue<Share> newest =
                new PriorityQueue<>(Comparator.comparingLong(Share::next).reversed());
        for (Subscription source : sources) {
            TailTimes tail = source.tail().times();
            if (tail != null) {
                shares.add(new Share(source, tail));
            }
        }
        List<Share> shallow = new ArrayList<>();
        shares.forEach(share -> share.offer(newest, shallow));
        for (int i = 0; i < lines && !newest.isEmpty() && shallow.isEmpty(); i++) {
            Share share = newest.remove();
            share.lines++;
            if (i + 1 < lines) {
                share.offer(newest, shallow);
            }
        }
        if (!shallow.isEmpty()) {
            shallow.forEach(share -> share.source.tail().deepen());
            return false;
        }
        shares.forEach(share -> share.source.whereabouts().begin(share.tail, share.lines));
        return true;
    }

    private static final class Share {
        private final Subscription source;
        private final TailTimes tail;
        private int lines;

        Share(Subscription source, TailTimes tail) {
            this.source = source;
            this.tail = tail;
        }

        void offer(PriorityQueue<Share> newest, List<Share> shallow) {
            if (lines < tail.size()) {
                newest.add(this);
            } else if (!tail.complete()) {
                shallow.add(this);
            }
        }

        long next() {
            return tail.time(lines + 1);
        }
    }
}
