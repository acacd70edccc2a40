package io.kubelens.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Several logs as one, by (time, source). The smallest line is released when every live source has one, else when it
 * has waited for the window since it arrived; sources that surely have older lines are waited for longer. A line that
 * comes after a newer one was released is late, not lost. While this process is held up (the collector of garbage, a full
 * core) lines lie unread in its connections, so that time does not count.
 */
final class MergedLog {
    private static final Comparator<Subscription> ORDER =
            Comparator.<Subscription>comparingLong(source -> source.line().time).thenComparing(Subscription::id);

    /** In nanoseconds. An alarm that rings later than this has been held up; as long again is left to read what came. */
    private static final long HELD_UP = 20_000_000;

    /** In nanoseconds: the longest that lines wait for what may lie unread. */
    private static final long LONGEST = 1_000_000_000;

    private final long window;
    private final List<Subscription> sources = new ArrayList<>();
    private final List<Subscription> headless = new ArrayList<>();
    private final PriorityQueue<Subscription> heads = new PriorityQueue<>(ORDER);
    private final MergedCursor cursor = new MergedCursor(sources, headless);

    private long blockedUntil = Long.MAX_VALUE;
    private long readingUntil = Long.MIN_VALUE;
    private @Nullable Subscription newest;
    private long newestTime = Timestamps.NONE;
    private long newestCount;
    private long printed = Timestamps.NONE;
    private boolean late;
    private long now;

    /** {@code window} in nanoseconds. */
    MergedLog(long window) {
        this.window = window;
    }

    /** The viewer has seen lines up to this time before: older ones are late. */
    void resume(long time) {
        newestTime = time;
    }

    void add(Subscription source) {
        sources.add(source);
        miss(source);
        cursor.added(source);
    }

    /** Forgets a source that is done and has no line left. */
    void remove(Subscription source) {
        sources.remove(source);
        headless.remove(source);
        cursor.removed(source);
        if (source == newest) {
            newest = null;
        }
    }

    /** Forgets a source and what it was about to say. */
    void drop(Subscription source) {
        heads.remove(source);
        remove(source);
    }

    List<Subscription> sources() {
        return sources;
    }

    /** When the first of the sources is to be looked at again. */
    long wakeAt() {
        long due = Long.MAX_VALUE;
        for (Subscription source : sources) {
            due = Math.min(due, source.wakeAt());
        }
        return due;
    }

    /** Looks for lines of the sources that have none. */
    void refresh(long now) {
        for (int i = headless.size() - 1; i >= 0; i--) {
            Subscription source = headless.get(i);
            if (source.advance(now)) {
                headless.remove(i);
                stand(source);
            }
        }
    }

    private void stand(Subscription source) {
        cursor.stands(source);
        heads.add(source);
    }

    /** To be told the time now and then, in seconds since 1970. */
    void clock(long seconds) {
        cursor.clock(seconds);
    }

    /** The source whose line is the next one; null when there is none yet. To be followed by {@link #released}. */
    @Nullable
    Subscription next(long now) {
        Subscription first = heads.peek();
        if (now - HELD_UP > blockedUntil) {
            readingUntil = now + HELD_UP;
        }
        blockedUntil = Long.MAX_VALUE;
        if (first == null) {
            return null;
        }
        if (!headless.isEmpty()) {
            long until = waitsUntil(first);
            until = Math.max(until, Math.min(readingUntil, first.arrived() + window + LONGEST));
            if (now < until) {
                blockedUntil = until;
                return null;
            }
        }
        heads.remove();
        this.now = now;
        LogLine line = first.line();
        late = newestTime != Timestamps.NONE && line.time < newestTime;
        if (late) {
            first.markLate();
            // What has been sent of it last is not its newest line, so it needs a word of its own in the cursor.
            newest = first == newest ? null : newest;
        } else {
            newest = first;
            newestTime = line.time;
            newestCount = line.count;
        }
        printed = late ? printed : Math.max(printed, line.printed);
        first.release();
        return first;
    }

    /** The line that {@link #next} gave has been written. */
    void released(Subscription source, long now) {
        source.pass();
        if (source.advance(now)) {
            stand(source);
        } else {
            miss(source);
        }
    }

    /** In the order of their ids, so that it does not matter which ran out of lines first. */
    private void miss(Subscription source) {
        int at = headless.size();
        while (at > 0 && headless.get(at - 1).id().compareTo(source.id()) > 0) {
            at--;
        }
        headless.add(at, source);
    }

    /** Whether the line that {@link #next} gave is older than one that was released before. */
    boolean isLate() {
        return late;
    }

    /** When {@link #next} may give a line that it withholds now. */
    long blockedUntil() {
        return blockedUntil;
    }

    /** The printed time of the newest line released. */
    long printed() {
        return printed;
    }

    int waiting() {
        return heads.size();
    }

    private long waitsUntil(Subscription first) {
        long until = Long.MIN_VALUE;
        for (Subscription source : headless) {
            until = Math.max(until, source.awaitedUntil(first.arrived() + window));
        }
        return until;
    }

    /** Writes the place of a viewer who has received every line released so far. */
    void cursor(Bytes out) {
        Subscription first = heads.peek();
        boolean older = late || (first != null && !isNewer(first));
        cursor.write(out, newest, newestTime, newestCount, older, now);
    }

    private boolean isNewer(Subscription head) {
        long time = head.line().time;
        return time > newestTime
                || (time == newestTime && newest != null && head.id().compareTo(newest.id()) > 0);
    }
}
