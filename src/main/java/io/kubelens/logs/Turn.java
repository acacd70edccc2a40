package io.kubelens.logs;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one owner of everything in a stream: a lock that is held briefly. {@code poll} does all the work under it, on the
 * connection's event loop; whatever comes from elsewhere (upstream, informers, alarms) only leaves its news under it
 * and says that the stream is ready.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Runnable ready = () -> {};

    void tell(Runnable whenReady) {
        ready = whenReady;
    }

    void ready() {
        ready.run();
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Asks under the lock. */
    <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves news from another thread. */
    void news(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
        ready.run();
    }
}
