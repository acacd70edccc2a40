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

    private final String name;
    private final Supplier<T> eyes;
    private final Consumer<T> judge;
    private final Consumer<Throwable> failure;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private T before;
    private T judged;
    private boolean blind;

    /**
     * Of what has been judged already.
     *
     * @param name is how the log calls it
     * @param judge hears of what is new, once
     * @param failure hears what the judge has thrown, which does not end the looking
     */
    Looking(String name, T judged, Supplier<T> eyes, Consumer<T> judge, Consumer<Throwable> failure) {
        this.name = name;
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
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. What it would throw would end the watch without a word. */
    void look() {
        T now;
        try {
            now = eyes.get();
        } catch (RuntimeException | Error e) {
            failed(e);
            return;
        }
        if (blind) {
            blind = false;
            LOG.info("{} sees its files again", name);
        }
        boolean settled = now.equals(before);
        before = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            judge(now);
        }
    }

    /** Says so once: it will be the same with the next look, a moment later. */
    private void failed(Throwable e) {
        if (!blind) {
            LOG.error("{} cannot look at its files, and tries on; until then edits take no effect", name, e);
        }
        blind = true;
    }

    private void judge(T now) {
        try {
            judge.accept(now);
        } catch (RuntimeException | Error e) {
            failure.accept(e);
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
