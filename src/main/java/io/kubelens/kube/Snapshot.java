package io.kubelens.kube;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What a namespace held at one time. It never changes, and it is the same object for as long as nothing else does: what has
 * been made of it once is good until there is another.
 */
public final class Snapshot<T> extends AbstractList<T> implements RandomAccess {
    private final List<T> items;
    private final Map<Object, Snapshot<T>> chosen = new ConcurrentHashMap<>();

    public Snapshot(List<T> items) {
        this.items = List.copyOf(items);
    }

    /** What {@code choice} leaves of it, asked once for each {@code by}, which must always choose alike. */
    public Snapshot<T> choose(Object by, UnaryOperator<List<T>> choice) {
        return chosen.computeIfAbsent(by, key -> new Snapshot<>(choice.apply(items)));
    }

    @Override
    public T get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
