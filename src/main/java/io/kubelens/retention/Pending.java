package io.kubelens.retention;

import io.kubelens.store.SealedCapsule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run that has ended and is not stored yet. Guarded by the lock of {@link Captures}. */
final class Pending {
    /** Between the route's begin and the first step that reads the log. */
    private static final Duration QUEUED = Duration.ofSeconds(15);

    /** For the store to answer. */
    private static final Duration STORING = Duration.ofSeconds(20);

    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();

    final EndedRun ended;

    /** Whether the store is asked first whether it has it. */
    private final boolean old;

    private @Nullable SealedCapsule sealed;
    private boolean gap;
    private boolean gone;
    private boolean reading;
    private boolean sent;
    private int attempts;

    /** When it is to be sent, or, when it is under way, when that is given up; monotonic. */
    private long at;

    Pending(EndedRun ended, boolean old, long now) {
        this.ended = ended;
        this.old = old;
        at = now;
    }

    boolean isDue(long now) {
        return !isUnderWay() && at - now <= 0;
    }

    boolean isUnderWay() {
        return reading || sent;
    }

    /** Whether the store is the first to be needed. */
    boolean waitsForStore() {
        return old || sealed != null;
    }

    void send(long now) {
        sent = true;
        at = now + QUEUED.toNanos();
    }

    /** The log is being read; what is known of it already. */
    @Nullable
    SealedCapsule read() {
        sent = true;
        reading = true;
        return sealed;
    }

    /** The log has been read, and goes to the store. */
    void store(SealedCapsule log, long now) {
        sealed = log;
        gap = log.capsule().gap() != null;
        reading = false;
        sent = true;
        at = now + STORING.toNanos();
    }

    /** Lets go of the log, which is to be read again. */
    void unseal() {
        sealed = null;
    }

    boolean isSealed() {
        return sealed != null;
    }

    /** Whether the end of its log is missing. */
    boolean hasGap() {
        return gap;
    }

    /** The pod is no more: its log cannot be read again. */
    void lose() {
        gone = true;
    }

    boolean isLost() {
        return gone;
    }

    /** Has taken too long: its thread was lost, or the store hangs. */
    boolean isStuck(long now) {
        return sent && !reading && at - now <= 0;
    }

    int attempts() {
        return attempts;
    }

    void failed(long now) {
        reading = false;
        sent = false;
        at = now + Math.min(LONGEST, FIRST << Math.min(attempts, 6));
        attempts++;
    }

    void again(long now) {
        if (!isUnderWay()) {
            at = now;
        }
    }

    long held() {
        return sealed == null ? 0 : sealed.capsule().stored();
    }
}
