package io.kubelens.store;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Capsules in the order in which their runs ended, and how much they are together. For one thread at a time. */
final class CapsulesByAge {
    private static final Comparator<SealedCapsule> OLDEST_FIRST = Comparator.<SealedCapsule, Long>comparing(
                    full -> full.capsule().termination().terminatedAt().toEpochMilli())
            .thenComparing(full -> full.capsule().id());

    private final NavigableSet<SealedCapsule> capsules = new TreeSet<>(OLDEST_FIRST);
    private long stored;

    void add(SealedCapsule full) {
        if (capsules.add(full)) {
            stored += full.capsule().stored();
        }
    }

    void remove(SealedCapsule full) {
        if (capsules.remove(full)) {
            stored -= full.capsule().stored();
        }
    }

    int size() {
        return capsules.size();
    }

    /** In bytes, as they are kept. */
    long stored() {
        return stored;
    }

    /** Throws when there is none. */
    SealedCapsule oldest() {
        return capsules.first();
    }

    Stream<SealedCapsule> newestFirst() {
        return capsules.descendingSet().stream();
    }
}
