package io.kubelens.sessions;

import io.kubelens.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user's requests one after the other, in the order they come; different users do not wait for each other. */
public final class Turns {
    private static final int LONGEST_QUEUE = 32;

    private final ConcurrentHashMap<String, Queue> queues = new ConcurrentHashMap<>();
    private final Duration patience;

    /** Those who wait longer get a {@link StoreUnavailable}. */
    public Turns(Duration patience) {
        this.patience = patience;
    }

    private record Queue(Semaphore turn, int length) {
        Queue longer(int by) {
            return new Queue(turn, length + by);
        }
    }

    /**
     * Waits for this user's turn.
     *
     * @return what ends it; further calls do nothing
     * @throws SessionBusy if there are too many already
     * @throws StoreUnavailable if it does not come in time
     */
    public Runnable take(String user) {
        Queue queue = queues.compute(user, (u, known) -> {
            Queue now = known == null ? new Queue(new Semaphore(1, true), 0) : known;
            if (now.length() >= LONGEST_QUEUE) {
                throw new SessionBusy("too many requests for one session");
            }
            return now.longer(1);
        });
        boolean mine = false;
        try {
            mine = queue.turn().tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            leave(user);
            throw new StoreUnavailable("a session's requests before this one take too long");
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (!ended.getAndSet(true)) {
                queue.turn().release();
                leave(user);
            }
        };
    }

    private void leave(String user) {
        queues.computeIfPresent(user, (u, queue) -> queue.length() == 1 ? null : queue.longer(-1));
    }

    /** Users who have a turn or wait for one. */
    int users() {
        return queues.size();
    }
}
