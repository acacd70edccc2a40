package io.kubelens.logs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Finds viewers' places in a shared log, under its lock; who has to wait will be woken. */
final class RingSearch {
    /** {@link #join} and {@link #joinNewest}: it is not known yet; the viewer will be woken. */
    static final long WAIT = -2;

    /** {@link #join} and {@link #joinNewest}: the ring does not reach back so far. */
    static final long BEHIND = -1;

    private final ReentrantLock lock;
    private final LogRing ring;
    private final Tidings tidings;
    private final Intake intake;
    private final Audience audience;
    private final Surroundings surroundings;
    private final Condition read;
    private final Map<RingPlace, Integer> early = new HashMap<>();
    private final Map<RingPlace, Start> starts = new HashMap<>();

    /** Where a viewer of the newest lines begins; the number of the first of them, or {@link #BEHIND}. */
    private record Start(long number, Position place) {}

    RingSearch(
            ReentrantLock lock,
            LogRing ring,
            Tidings tidings,
            Intake intake,
            Audience audience,
            Surroundings surroundings) {
        this.lock = lock;
        this.read = lock.newCondition();
        this.ring = ring;
        this.tidings = tidings;
        this.intake = intake;
        this.audience = audience;
        this.surroundings = surroundings;
    }

    /** The number of the line that a viewer at this place gets next, or {@link #WAIT}, or {@link #BEHIND}. */
    long join(RingPlace viewer, Position place) {
        lock.lock();
        try {
            if (place.isAfterLine()) {
                long found = ring.findLine(place);
                if (found >= 0) {
                    return found;
                }
                return intake.isSettled() ? BEHIND : await(viewer);
            }
            if (!intake.isBegun()) {
                return await(viewer);
            }
            return ring.reachesBack(place) ? ring.findBeyond(place) : BEHIND;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The number of the first of the newest lines, whose place the viewer is told, or {@link #WAIT}, or {@link #BEHIND}.
     * For a viewer that came before what there was had been read, what has come since is news.
     */
    long joinNewest(RingPlace viewer, int lines) {
        lock.lock();
        try {
            if (!intake.isSettled()) {
                early.put(viewer, lines);
                return await(viewer);
            }
            Start start = starts.remove(viewer);
            start = start == null ? start(lines) : start;
            viewer.stand(start.place());
            return start.number();
        } finally {
            lock.unlock();
        }
    }

    /** What there was at first has been read just now. Called under the lock. */
    void settle() {
        early.forEach((viewer, lines) -> starts.put(viewer, start(lines)));
        early.clear();
    }

    private Start start(int lines) {
        boolean enough = ring.end() - ring.start() >= lines || ring.floor().isBeginning();
        long number = Math.max(ring.start(), ring.end() - lines);
        return enough ? new Start(number, ring.before(number)) : new Start(BEHIND, Position.BEGINNING);
    }

    /** Tells a viewer that has no place yet what there is to tell. */
    void hearAll(RingPlace viewer) {
        lock.lock();
        try {
            while (viewer.heard() < tidings.size()) {
                viewer.hear(tidings.notice(viewer.heard()));
            }
        } finally {
            lock.unlock();
        }
    }

    private long await(RingPlace viewer) {
        audience.await(viewer);
        return WAIT;
    }

    /** Forgets a viewer. Called under the lock. */
    void forget(RingPlace viewer) {
        early.remove(viewer);
        starts.remove(viewer);
    }

    /** Whether the ring has every line beyond the place, also when the line before it is not there. */
    boolean reachesBack(Position place) {
        lock.lock();
        try {
            return intake.isBegun() && ring.reachesBack(place);
        } finally {
            lock.unlock();
        }
    }

    /** The number of the first line that lies beyond a place. */
    long beyond(Position place) {
        lock.lock();
        try {
            return ring.findBeyond(place);
        } finally {
            lock.unlock();
        }
    }

    /** The place before the line of a number; null when that has been let go. */
    @Nullable
    Position before(long number) {
        lock.lock();
        try {
            return number < ring.start() ? null : ring.before(number);
        } finally {
            lock.unlock();
        }
    }

    /** The number of the oldest line, for a viewer that cannot have those before; it is told the time of that line. */
    long skip(Position place, LongConsumer lost) {
        lock.lock();
        try {
            long from = Math.max(ring.start(), ring.findBeyond(place));
            LogChunk chunk = ring.chunk(from);
            lost.accept(chunk == null ? surroundings.now() : chunk.time((int) (from - chunk.first)));
            return from;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What there is of a run, by its number of restarts, to be read without the lock; null when that is not known. When it
     * is still being read to its end, that is waited for, but no longer than {@code patience}.
     */
    @Nullable
    HeldLines held(int restart, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && isBeingRead(restart)) {
                left = read.awaitNanos(left);
            }
            return HeldLines.of(ring, intake.run(), restart, intake.source().reopening());
        } finally {
            lock.unlock();
        }
    }

    private boolean isBeingRead(int restart) {
        return intake.source().reopening().run() == restart && !intake.run().hasEnded(restart);
    }

    /** More may have been read. Under the lock. */
    void told() {
        read.signalAll();
    }

    /** The times of the newest lines that the ring has, at most so many; null while the viewer has to wait. */
    @Nullable
    TailTimes tail(RingPlace viewer, int lines) {
        lock.lock();
        try {
            if (!intake.isSettled()) {
                audience.await(viewer);
                return null;
            }
            long from = Math.max(ring.start(), ring.end() - lines);
            boolean complete = ring.end() - from == lines || ring.floor().isBeginning();
            return new TailTimes(ring.times(from), complete, ring.end());
        } finally {
            lock.unlock();
        }
    }
}
