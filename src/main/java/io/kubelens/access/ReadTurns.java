package io.kubelens.access;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * When the one reader of the keys reads next, and who waits for it: all callers share a read, and what they cause together
 * stays within the budget. Thread-safe.
 */
final class ReadTurns {
    private static final int MAX_WAITING = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Duration patience;
    // All below is guarded by the lock. Reads are numbered from 1; one is under way while the last started has not
    // ended.
    private final RefreshBudget budget;
    private long lastAsked;
    private long lastStarted;
    private long lastEnded;
    private int waiting;
    private boolean over;

    ReadTurns(Pace pace) {
        patience = pace.patience();
        budget = new RefreshBudget(pace.perStranger(), pace.strangers(), System.nanoTime());
    }

    /** For the reader: returns when it should read, after so long or when a caller wants it and the budget allows. */
    void awaitTurn(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long due = System.nanoTime() + pause.toNanos();
            while (!isTurn(due)) {
                long now = System.nanoTime();
                long next = lastAsked > lastStarted ? budget.nanosUntilNext(now) : Long.MAX_VALUE;
                asked.awaitNanos(Math.min(next, due - now));
            }
            lastStarted++;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTurn(long due) {
        long now = System.nanoTime();
        return due - now <= 0 || (lastAsked > lastStarted && budget.tryTake(now));
    }

    /** For the reader: the read is done, for better or worse. */
    void end() {
        lock.lock();
        try {
            lastEnded = lastStarted;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There will be no more reads, so nobody waits any longer. */
    void close() {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * For callers: asks for a read and waits for it. True when there is nothing to wait for any more, because it is found, or
     * a whole read has gone by, or the budget allows none in time; false when nobody knows.
     */
    boolean awaitRead(BooleanSupplier found) {
        lock.lock();
        try {
            if (waiting == MAX_WAITING) {
                return false;
            }
            waiting++;
            try {
                return awaitNextRead(found);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNextRead(BooleanSupplier found) throws InterruptedException {
        // A read under way may have fetched the keys before the one that is looked for was among them.
        long wanted = lastStarted + 1;
        lastAsked = Math.max(lastAsked, wanted);
        asked.signal();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!found.getAsBoolean() && lastEnded < wanted) {
            long now = System.nanoTime();
            long left = deadline - now;
            boolean idle = lastEnded == lastStarted;
            if (idle && budget.nanosUntilNext(now) > left) {
                return true;
            }
            if (left <= 0 || over) {
                return false;
            }
            ended.awaitNanos(left);
        }
        return true;
    }
}
