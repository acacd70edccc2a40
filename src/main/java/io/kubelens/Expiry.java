package io.kubelens;

import io.kubelens.store.StoreUnavailable;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the store again and again to drop what has expired, a few at a time, so that nobody waits for it. */
final class Expiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final Supplier<Object> expire;
    private final Duration pause;
    private final Thread thread = Thread.ofVirtual().name("expiry").unstarted(this::run);
    private boolean failing;

    /**
     * Not yet at work.
     *
     * @param expire drops a few, and answers how many
     * @param pause when none are left
     */
    Expiry(Supplier<Object> expire, Duration pause) {
        this.expire = expire;
        this.pause = pause;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(once() ? Duration.ofMillis(10) : pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there may be more. */
    private boolean once() {
        try {
            boolean some = expire.get() instanceof Integer dropped && dropped > 0;
            failing = false;
            return some;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Terminated logs cannot be expired now; {}", StoreUnavailable.reason(e));
            }
            failing = true;
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
