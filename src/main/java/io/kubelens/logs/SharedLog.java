package io.kubelens.logs;

import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One container's log for all its viewers: one reading of Kubernetes, as fast as lines come, into a ring from which every
 * viewer takes at its own speed. Viewers call it under their own turns; it never asks for theirs.
 */
final class SharedLog {
    /** {@link #join} and {@link #joinNewest}: it is not known yet; the viewer will be woken. */
    static final long WAIT = -2;

    /** {@link #join} and {@link #joinNewest}: the ring does not reach back so far. */
    static final long BEHIND = -1;

    /** So many chunks may lie ahead of the fastest viewer while what was written before is read. */
    private static final int LEAD = 4 * 1024 * 1024 / LogChunk.FULL;

    private final Turn turn = new Turn();
    private final Surroundings surroundings;
    private final RingBudget budget;
    private final LogSource source;
    private final SourceLabel label;
    private final LogRing ring;
    private final List<Told> told = new ArrayList<>();
    private final Map<Subscription, Integer> early = new HashMap<>();
    private final Map<Subscription, Start> starts = new HashMap<>();
    private List<Subscription> waiting = new ArrayList<>();
    private Alarms.@Nullable Alarm alarm;
    private long alarmAt = Reopening.NEVER;
    private int tail;
    private int viewers;
    private long idleSince;
    private long fastest;
    private boolean begun;
    private boolean settled;
    private boolean paused;
    private boolean again;
    private boolean closed;
    private volatile boolean connected;
    private volatile long upToDateSince = Reopening.NEVER;
    private volatile long awaitedUntil;

    /** Something to tell when the line of this number is the next one. */
    private record Told(long number, Notice notice) {}

    /** Where a viewer of the newest lines begins; the number of the first of them, or {@link #BEHIND}. */
    private record Start(long number, Position place) {}

    private SharedLog(
            ContainerLog log, int maxLineLength, Position floor, Surroundings surroundings, RingBudget budget) {
        this.surroundings = surroundings;
        this.budget = budget;
        source = new LogSource(log, true, maxLineLength, surroundings, turn);
        label = new SourceLabel(log);
        ring = new LogRing(floor);
        awaitedUntil = surroundings.alarms().nanos() + LogSource.STALL;
        turn.tell(this::pump);
    }

    /** Begins with everything beyond a place. */
    static SharedLog from(
            Position place, ContainerLog log, int maxLineLength, Surroundings surroundings, RingBudget budget) {
        SharedLog shared = new SharedLog(log, maxLineLength, place, surroundings, budget);
        shared.begun = true;
        shared.source.begin(place);
        return shared;
    }

    /** Begins with the newest lines, at least one. */
    static SharedLog newest(
            int lines, ContainerLog log, int maxLineLength, Surroundings surroundings, RingBudget budget) {
        SharedLog shared = new SharedLog(log, maxLineLength, Position.BEGINNING, surroundings, budget);
        shared.tail = lines;
        shared.source.beginTail(lines);
        return shared;
    }

    private ReentrantLock lock() {
        return turn.lock();
    }

    /** Takes from Kubernetes what is there. May be called from anywhere, also from within. */
    void pump() {
        if (lock().isHeldByCurrentThread()) {
            again = true;
            return;
        }
        List<Subscription> woken = List.of();
        lock().lock();
        try {
            if (closed) {
                return;
            }
            boolean news = false;
            do {
                again = false;
                news |= take();
            } while (again || source.wakeAt() <= surroundings.alarms().nanos());
            watch();
            news |= connected != source.isConnected();
            connected = source.isConnected();
            checkUpToDate();
            awaitedUntil = settled ? Long.MIN_VALUE : source.awaitedUntil();
            if (news) {
                woken = waiting;
                waiting = new ArrayList<>();
                woken.forEach(Subscription::stopWaiting);
            }
        } finally {
            lock().unlock();
        }
        budget.settle(this);
        woken.forEach(Subscription::wake);
    }

    /** Whether there is anything that viewers do not know. */
    private boolean take() {
        long now = surroundings.alarms().nanos();
        boolean done = source.isDone();
        long end = ring.end();
        int tidings = told.size();
        source.tick(now);
        long grown = 0;
        while (!mustPause() && source.advance(now)) {
            tell();
            LogLine line = source.line();
            if (!begun) {
                begun = true;
                ring.begin(Position.after(line.time, line.count - 1));
            }
            grown += ring.add(line, source.arrived());
        }
        budget.count(grown);
        tell();
        boolean before = settled;
        settled |= source.isHistoryRead() || source.isDone();
        if (settled && !before && ring.end() < tail) {
            // There were no more: this is the whole log.
            ring.begin(Position.BEGINNING);
        }
        begun |= settled;
        if (settled && !before) {
            early.forEach((viewer, lines) -> starts.put(viewer, start(lines)));
            early.clear();
        }
        return end != ring.end() || tidings != told.size() || before != settled || done != source.isDone();
    }

    private void tell() {
        Deque<Notice> notices = source.notices();
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            told.add(new Told(ring.end(), notice));
        }
    }

    /** What was written before need not be read faster than the fastest viewer takes it. */
    private boolean mustPause() {
        paused = viewers > 0 && !settled && ring.chunksFrom(fastest) > LEAD;
        return paused;
    }

    /** After a break, what was written meanwhile comes first; when all there was has just been read, there is nothing. */
    private void checkUpToDate() {
        if (!settled || !source.isUpToDate()) {
            upToDateSince = Reopening.NEVER;
        } else if (upToDateSince == Reopening.NEVER) {
            long now = surroundings.alarms().nanos();
            upToDateSince = source.reconnects() == 0 ? now - LogSource.STALL : now;
        }
    }

    private void watch() {
        long at = source.wakeAt();
        if (at >= alarmAt) {
            // It rings too early then, and looks again.
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmAt = at;
        alarm = surroundings.alarms().at(at, this::rung);
    }

    private void rung() {
        lock().lock();
        try {
            alarmAt = Reopening.NEVER;
        } finally {
            lock().unlock();
        }
        pump();
    }

    /** The number of the line that a viewer at this place gets next, or {@link #WAIT}, or {@link #BEHIND}. */
    long join(Subscription viewer, Position place) {
        lock().lock();
        try {
            if (place.isAfterLine()) {
                long found = ring.findLine(place);
                if (found >= 0) {
                    return found;
                }
                return settled ? BEHIND : await(viewer);
            }
            if (!begun) {
                return await(viewer);
            }
            return ring.reachesBack(place) ? ring.findBeyond(place) : BEHIND;
        } finally {
            lock().unlock();
        }
    }

    /** Whether the ring has every line beyond the place, also when the line before it is not there. */
    boolean reachesBack(Position place) {
        lock().lock();
        try {
            return begun && ring.reachesBack(place);
        } finally {
            lock().unlock();
        }
    }

    /** The number of the first line that lies beyond a place. */
    long beyond(Position place) {
        lock().lock();
        try {
            return ring.findBeyond(place);
        } finally {
            lock().unlock();
        }
    }

    /**
     * The number of the first of the newest lines, whose place the viewer is told, or {@link #WAIT}, or {@link #BEHIND}.
     * For a viewer that came before what there was had been read, what has come since is news.
     */
    long joinNewest(Subscription viewer, int lines) {
        lock().lock();
        try {
            if (!settled) {
                early.put(viewer, lines);
                return await(viewer);
            }
            Start start = starts.remove(viewer);
            start = start == null ? start(lines) : start;
            viewer.stand(start.place());
            return start.number();
        } finally {
            lock().unlock();
        }
    }

    private Start start(int lines) {
        boolean enough = ring.end() - ring.start() >= lines || ring.floor().isBeginning();
        long number = Math.max(ring.start(), ring.end() - lines);
        return enough ? new Start(number, ring.before(number)) : new Start(BEHIND, Position.BEGINNING);
    }

    /** The times of the newest lines that the ring has, at most so many; null while the viewer has to wait. */
    @Nullable
    TailTimes tail(Subscription viewer, int lines) {
        lock().lock();
        try {
            if (!settled) {
                await(viewer);
                return null;
            }
            long from = Math.max(ring.start(), ring.end() - lines);
            boolean complete = ring.end() - from == lines || ring.floor().isBeginning();
            return new TailTimes(ring.times(from), complete, ring.end());
        } finally {
            lock().unlock();
        }
    }

    /** The place before the line of a number; null when that has been let go. */
    @Nullable
    Position before(long number) {
        lock().lock();
        try {
            return number < ring.start() ? null : ring.before(number);
        } finally {
            lock().unlock();
        }
    }

    /** Tells a viewer that has no place yet what there is to tell. */
    void hearAll(Subscription viewer) {
        lock().lock();
        try {
            while (viewer.heard() < told.size()) {
                viewer.hear(told.get(viewer.heard()).notice());
            }
        } finally {
            lock().unlock();
        }
    }

    /** The number of the oldest line, for a viewer that cannot have those before; it is told the time of that line. */
    long skip(Position place, LongConsumer lost) {
        lock().lock();
        try {
            long from = Math.max(ring.start(), ring.findBeyond(place));
            LogChunk chunk = ring.chunk(from);
            lost.accept(chunk == null ? surroundings.now() : chunk.time((int) (from - chunk.first)));
            return from;
        } finally {
            lock().unlock();
        }
    }

    private long await(Subscription viewer) {
        if (viewer.startWaiting()) {
            waiting.add(viewer);
        }
        return WAIT;
    }

    /** Shows a viewer what comes next at its place: lines, a notice, or neither. */
    Subscription.Next look(Subscription viewer, Frames form) {
        boolean resume;
        Subscription.Next next;
        ChunkWriting writing = null;
        lock().lock();
        try {
            next = look(viewer, viewer.number());
            if (next == Subscription.Next.LINES) {
                writing = write(viewer.number(), form);
            }
            fastest = Math.max(fastest, viewer.number());
            resume = paused && ring.chunksFrom(fastest) <= LEAD / 2;
        } finally {
            lock().unlock();
        }
        if (writing != null) {
            viewer.show(write(writing));
        }
        if (resume) {
            pump();
        }
        return next;
    }

    private ChunkWriting write(long number, Frames form) {
        if (viewers == 1) {
            budget.count(-ring.dropFramesBefore(number));
        }
        return ring.write(Objects.requireNonNull(ring.chunk(number)), form);
    }

    /** Without the lock, so that lines are read meanwhile. */
    private ChunkView write(ChunkWriting writing) {
        ChunkView view = writing.view(label);
        lock().lock();
        try {
            budget.count(ring.count(writing, view));
        } finally {
            lock().unlock();
        }
        budget.settle(this);
        return view;
    }

    private Subscription.Next look(Subscription viewer, long number) {
        if (number < ring.start()) {
            return Subscription.Next.BEHIND;
        }
        Told tiding = viewer.heard() < told.size() ? told.get(viewer.heard()) : null;
        if (tiding != null && tiding.number() <= number) {
            viewer.hear(tiding.notice());
            return Subscription.Next.NOTICE;
        }
        if (number < ring.end()) {
            viewer.showUntil(tiding == null ? Long.MAX_VALUE : tiding.number());
            return Subscription.Next.LINES;
        }
        if (source.isDone()) {
            return source.isGone() ? Subscription.Next.GONE : Subscription.Next.DONE;
        }
        await(viewer);
        return Subscription.Next.NOTHING;
    }

    /**
     * Takes a viewer in.
     *
     * @return how many of the notices it need not hear: those of how things stand now are for everyone
     */
    int enter() {
        lock().lock();
        try {
            viewers++;
            int heard = told.size();
            while (heard > 0 && told.get(heard - 1).number() == ring.end() && isStanding(heard - 1)) {
                heard--;
            }
            return heard;
        } finally {
            lock().unlock();
        }
    }

    private boolean isStanding(int index) {
        String kind = told.get(index).notice().kind();
        return source.isDone() || kind.equals("waiting") || kind.equals("error");
    }

    /** Lets a viewer go; says whether it was the last one. */
    boolean leave(Subscription viewer) {
        lock().lock();
        try {
            waiting.remove(viewer);
            early.remove(viewer);
            starts.remove(viewer);
            viewers--;
            idleSince = surroundings.alarms().nanos();
            return viewers == 0;
        } finally {
            lock().unlock();
        }
    }

    /** Nobody has been here since then. */
    boolean isIdleSince(long time) {
        lock().lock();
        try {
            return viewers == 0 && idleSince <= time;
        } finally {
            lock().unlock();
        }
    }

    /** Makes room; false when there is nothing to let go. */
    boolean dropOldest() {
        lock().lock();
        try {
            if (closed) {
                // All of it has been given back, and who settles may not know yet.
                return false;
            }
            long dropped = ring.dropOldest();
            budget.count(-dropped);
            return dropped > 0;
        } finally {
            lock().unlock();
        }
    }

    long memory() {
        lock().lock();
        try {
            return ring.memory();
        } finally {
            lock().unlock();
        }
    }

    /** Lines may come any moment. */
    boolean isConnected() {
        return connected;
    }

    /** What was written before some moments ago has come. */
    boolean isUpToDate(long now) {
        return upToDateSince <= now - LogSource.STALL;
    }

    /** Until when what was written before is to be waited for; in the past when it has all been read. */
    long awaitedUntil() {
        return awaitedUntil;
    }

    /** All that had been written some moments ago is here, or was. */
    boolean isComplete() {
        lock().lock();
        try {
            return source.isDone() || (settled && source.isUpToDate());
        } finally {
            lock().unlock();
        }
    }

    /** The number of the next line to come. */
    long end() {
        lock().lock();
        try {
            return ring.end();
        } finally {
            lock().unlock();
        }
    }

    /** The source cannot be read now. */
    boolean isHindered() {
        lock().lock();
        try {
            return source.isHindered();
        } finally {
            lock().unlock();
        }
    }

    int reconnects() {
        lock().lock();
        try {
            return source.reconnects();
        } finally {
            lock().unlock();
        }
    }

    void close() {
        lock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
            source.close();
            budget.count(-ring.memory());
        } finally {
            lock().unlock();
        }
    }
}
