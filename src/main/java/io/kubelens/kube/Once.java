package io.kubelens.kube;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps equal values once: the pods of an app repeat labels, images and whole environments. It is a table that forgets
 * a value when another one needs its place, so it never grows, and a value that was forgotten is only kept twice.
 */
final class Once {
    private static final int PLACES = 1 << 15;

    // Atomic, because the client's objects have no final fields: a plain array could show one half made.
    private final AtomicReferenceArray<@Nullable Object> values = new AtomicReferenceArray<>(PLACES);

    /** An equal value that was given before, else this one, which nobody may change any more; null for null. */
    @SuppressWarnings("unchecked")
    <T> @Nullable T of(@Nullable T value) {
        if (value == null) {
            return null;
        }
        int hash = value.hashCode();
        int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
        Object before = values.getAcquire(place);
        if (before != null && before.getClass() == value.getClass() && before.equals(value)) {
            return (T) before;
        }
        values.setRelease(place, value);
        return value;
    }
}
