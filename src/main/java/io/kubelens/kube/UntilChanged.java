package io.kubelens.kube;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that is made anew when what it is made of has changed. Whoever asks meanwhile waits.
 *
 * @param <T> what is made
 */
final class UntilChanged<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<?> state;
    private final UnaryOperator<T> make;
    private volatile Made<T> last;

    private record Made<T>(Object state, T value) {}

    /**
     * Never takes {@code first} for good.
     *
     * @param state differs whenever {@code make} would make something else; asked before that
     * @param make is given what was made last, at first {@code first}
     */
    UntilChanged(Supplier<?> state, T first, UnaryOperator<T> make) {
        this.state = state;
        this.make = make;
        this.last = new Made<>(new Object(), first);
    }

    T get() {
        Made<T> made = last;
        if (made.state.equals(state.get())) {
            return made.value;
        }
        lock.lock();
        try {
            Object now = state.get();
            if (!last.state.equals(now)) {
                last = new Made<>(now, make.apply(last.value));
            }
            return last.value;
        } finally {
            lock.unlock();
        }
    }
}
