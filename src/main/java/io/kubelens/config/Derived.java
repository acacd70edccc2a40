package io.kubelens.config;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is made of a part of the configuration, and made again when that part has become another. Thread-safe. */
public final class Derived<S, T> implements Supplier<T> {
    private final Supplier<S> source;
    private final Function<S, T> make;
    private volatile @Nullable Made<S, T> made;

    private record Made<S, T>(S source, T thing) {}

    /** {@code make} may be called by several threads at once, and must make equal things of equal parts. */
    public Derived(Supplier<S> source, Function<S, T> make) {
        this.source = source;
        this.make = make;
    }

    /** The same object until the part is another one. */
    @Override
    public T get() {
        S now = source.get();
        Made<S, T> before = made;
        if (before != null && before.source() == now) {
            return before.thing();
        }
        T thing = before != null && before.source().equals(now) ? before.thing() : make.apply(now);
        made = new Made<>(now, thing);
        return thing;
    }
}
