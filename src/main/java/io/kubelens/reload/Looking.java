package io.kubelens.reload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files again and again. It compares content, and so sees links that were moved, too; it believes a change when
 * two looks have seen the same.
 */
final class Looking<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);
    /** An edit takes effect after two looks and a reload, together within a second. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<T> eyes;
    private final Consumer<T> judge;
    private final Consumer<Throwable> failure;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private T before;
    private T judged;

    /**
     * Of what has been judged already.
     *
     * @param judge hears of what is new, once
     * @param failure hears what a look or the judge has thrown, which does not end the looking
     */
    Looking(String name, T judged, Supplier<T> eyes, Consumer<T> judge, Consumer<Throwable> failure) {
        this.before = judged;
        this.judged = judged;
        this.eyes = eyes;
        this.judge = judge;
        this.failure = failure;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                lookSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is thrown here would end the watch without a word. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            failure.accept(e);
        }
    }

    /** One look. */
    void look() {
        T now = eyes.get();
        boolean settled = now.equals(before);
        before = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            judge.accept(now);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                LOG.warn("A reload did not end before the gateway stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
