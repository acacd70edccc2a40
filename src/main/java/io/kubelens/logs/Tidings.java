package io.kubelens.logs;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** All that the viewers of a shared log have been told, and before which line. Guarded by the lock of the log. */
final class Tidings {
    private final List<Told> all = new ArrayList<>();

    /** Something to tell when the line of this number is the next one. */
    private record Told(long number, Notice notice) {}

    /** Takes them over, to be told before the line of a number. */
    void take(Deque<Notice> notices, long number) {
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            all.add(new Told(number, notice));
        }
    }

    int size() {
        return all.size();
    }

    Notice notice(int index) {
        return all.get(index).notice();
    }

    /** Before which line it is to be told; before none when there is no such tiding yet. */
    long number(int index) {
        return index < all.size() ? all.get(index).number() : Long.MAX_VALUE;
    }

    /**
     * How many of them who comes now need not be told: how things stand is for everyone.
     *
     * @param end the number of the next line to come
     * @param over whether no line will come
     */
    int past(long end, boolean over) {
        int past = all.size();
        while (past > 0 && number(past - 1) == end && isStanding(past - 1, over)) {
            past--;
        }
        return past;
    }

    private boolean isStanding(int index, boolean over) {
        String kind = notice(index).kind();
        return over || kind.equals("waiting") || kind.equals("error");
    }
}
