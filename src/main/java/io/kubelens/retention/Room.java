package io.kubelens.retention;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that logs may take, all together, that are followed, being read, or wait for the store. Thread-safe. */
public final class Room {
    private static final long BYTES = 64L * 1024 * 1024;

    private final long bytes;
    private final AtomicLong used = new AtomicLong();

    public Room() {
        this(BYTES);
    }

    Room(long bytes) {
        this.bytes = bytes;
    }

    /** Counts what is taken, or given back; says whether that is still within the bounds. */
    boolean take(long more) {
        return used.addAndGet(more) <= bytes;
    }

    /** Whether an eighth is left, for logs to come. */
    boolean isTight() {
        return used.get() > bytes - bytes / 8;
    }

    /** Whether more is taken than there is. */
    boolean isOver() {
        return used.get() > bytes;
    }

    /** In bytes. */
    public long used() {
        return used.get();
    }
}
