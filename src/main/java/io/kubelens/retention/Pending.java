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

    @Nullable
    SealedCapsule sealed;

    boolean gap;
    private boolean reading;
    private boolean sent;
    private int attempts;

    /** When it is to be sent, or, when it is under way, when that is given up; monotonic. */
    private long at;

    Pending(EndedRun ended, long now) {
        this.ended = ended;
        at = now;
    }

    boolean isDue(long now) {
        return !reading && !sent && at - now <= 0;
    }

    boolean isUnderWay() {
        return reading || sent;
    }

    long at() {
        return at;
    }

    void send(long now) {
        sent = true;
        at = now + QUEUED.toNanos();
    }

    void read() {
        sent = true;
        reading = true;
    }

    void store(long now) {
        reading = false;
        sent = true;
        at = now + STORING.toNanos();
    }

    /** Has taken too long: the route has failed, or its thread was lost. */
    boolean isStuck(long now) {
        return sent && !reading && at - now <= 0;
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
