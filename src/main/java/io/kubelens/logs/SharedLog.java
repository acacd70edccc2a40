package io.kubelens.logs;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One container's log for all its viewers: one reading of Kubernetes, as fast as lines come, into a ring from which every
 * viewer takes at its own speed. Viewers call it under their own turns; it never asks for theirs.
 */
final class SharedLog {
    private final Turn turn = new Turn();
    private final ReentrantLock lock = turn.lock();
    private final Surroundings surroundings;
    private final RingBudget budget;
    private final SourceLabel label;
    private final LogRing ring;
    private final Tidings tidings = new Tidings();
    private final Audience audience = new Audience();
    private final Intake intake;
    private final RingSearch search;
    private final WakeUp wakeUp;
    private boolean again;
    private boolean closed;

    private SharedLog(
            ContainerLog log, int maxLineLength, Position floor, Surroundings surroundings, RingBudget budget) {
        this.surroundings = surroundings;
        this.budget = budget;
        label = new SourceLabel(log);
        ring = new LogRing(floor);
        LogSource source = new LogSource(log, true, maxLineLength, surroundings, turn);
        intake = new Intake(source, ring, tidings, audience, budget, surroundings);
        search = new RingSearch(lock, ring, tidings, intake, audience, surroundings);
        wakeUp = new WakeUp(surroundings.alarms(), this::rung);
        turn.tell(this::pump);
    }

    /** Begins with everything beyond a place. */
    static SharedLog from(
            Position place, ContainerLog log, int maxLineLength, Surroundings surroundings, RingBudget budget) {
        SharedLog shared = new SharedLog(log, maxLineLength, place, surroundings, budget);
        shared.intake.begin();
        return shared;
    }

    /** Begins with the newest lines, at least one. */
    static SharedLog newest(
            int lines, ContainerLog log, int maxLineLength, Surroundings surroundings, RingBudget budget) {
        SharedLog shared = new SharedLog(log, maxLineLength, Position.BEGINNING, surroundings, budget);
        shared.intake.beginTail(lines);
        return shared;
    }

    /** Takes from Kubernetes what is there. May be called from anywhere, also from within. */
    void pump() {
        if (lock.isHeldByCurrentThread()) {
            again = true;
            return;
        }
        List<RingPlace> woken = List.of();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            boolean news = false;
            do {
                again = false;
                news |= take();
            } while (again || intake.wakeAt() <= surroundings.alarms().nanos());
            wakeUp.by(intake.wakeAt());
            news |= intake.note();
            search.told();
            if (news) {
                woken = audience.stopWaiting();
            }
        } finally {
            lock.unlock();
        }
        budget.settle(this);
        woken.forEach(RingPlace::wake);
    }

    private boolean take() {
        boolean before = intake.isSettled();
        boolean news = intake.take();
        if (intake.isSettled() && !before) {
            search.settle();
        }
        return news;
    }

    private void rung() {
        lock.lock();
        try {
            wakeUp.rang();
        } finally {
            lock.unlock();
        }
        pump();
    }

    /** Finds places in it. */
    RingSearch search() {
        return search;
    }

    /** Shows a viewer what comes next at its place: lines, a notice, or neither. */
    RingPlace.Next look(RingPlace viewer, Frames form) {
        boolean resume;
        RingPlace.Next next;
        ChunkWriting writing = null;
        long number = viewer.lines().number();
        lock.lock();
        try {
            next = look(viewer, number);
            if (next == RingPlace.Next.LINES
                    && audience.size() == 1
                    && !viewer.lines().isAlone()) {
                viewer.lines().show(new ChunkView(chunk(number).now()));
            } else if (next == RingPlace.Next.LINES) {
                writing = ring.write(chunk(number), form);
            }
            audience.comesTo(number);
            resume = intake.mayGoOn();
        } finally {
            lock.unlock();
        }
        if (writing != null) {
            viewer.lines().show(write(writing));
        }
        if (resume) {
            pump();
        }
        return next;
    }

    private RingPlace.Next look(RingPlace viewer, long number) {
        if (number < ring.start()) {
            return RingPlace.Next.BEHIND;
        }
        long told = tidings.number(viewer.heard());
        if (told <= number) {
            viewer.hear(tidings.notice(viewer.heard()));
            return RingPlace.Next.NOTICE;
        }
        if (number < ring.end()) {
            viewer.lines().showUntil(told);
            return RingPlace.Next.LINES;
        }
        if (intake.source().isDone()) {
            return intake.source().reopening().isGone() ? RingPlace.Next.GONE : RingPlace.Next.DONE;
        }
        audience.await(viewer);
        return RingPlace.Next.NOTHING;
    }

    private LogChunk chunk(long number) {
        if (audience.size() == 1) {
            budget.count(-ring.dropFramesBefore(number));
        }
        return Objects.requireNonNull(ring.chunk(number));
    }

    /** Without the lock, so that lines are read meanwhile. */
    private ChunkView write(ChunkWriting writing) {
        ChunkView view = writing.view(label);
        lock.lock();
        try {
            budget.count(ring.count(writing, view));
        } finally {
            lock.unlock();
        }
        budget.settle(this);
        return view;
    }

    /** Takes a viewer in; says how many of the notices it need not hear. */
    int enter() {
        lock.lock();
        try {
            audience.enter();
            return tidings.past(ring.end(), intake.source().isDone());
        } finally {
            lock.unlock();
        }
    }

    /** Lets a viewer go; says whether it was the last one. */
    boolean leave(RingPlace viewer) {
        lock.lock();
        try {
            search.forget(viewer);
            audience.leave(viewer, surroundings.alarms().nanos());
            return audience.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody has been here since then. */
    boolean isIdleSince(long time) {
        lock.lock();
        try {
            return audience.isIdleSince(time);
        } finally {
            lock.unlock();
        }
    }

    /** Makes room; false when there is nothing to let go. */
    boolean dropOldest() {
        lock.lock();
        try {
            if (closed) {
                // All of it has been given back, and who settles may not know yet.
                return false;
            }
            long dropped = ring.dropOldest();
            budget.count(-dropped);
            return dropped > 0;
        } finally {
            lock.unlock();
        }
    }

    long memory() {
        lock.lock();
        try {
            return ring.memory();
        } finally {
            lock.unlock();
        }
    }

    /** How its reading stands, for questions that need no lock. */
    Intake intake() {
        return intake;
    }

    /** All that had been written some moments ago is here, or was. */
    boolean isComplete() {
        lock.lock();
        try {
            return intake.isComplete();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the next line to come. */
    long end() {
        lock.lock();
        try {
            return ring.end();
        } finally {
            lock.unlock();
        }
    }

    /** The source cannot be read now. */
    boolean isHindered() {
        lock.lock();
        try {
            return intake.source().isHindered();
        } finally {
            lock.unlock();
        }
    }

    int reconnects() {
        lock.lock();
        try {
            return intake.source().reopening().reconnects();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            wakeUp.cancel();
            intake.source().close();
            budget.count(-ring.memory());
        } finally {
            lock.unlock();
        }
    }
}
