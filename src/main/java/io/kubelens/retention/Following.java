package io.kubelens.retention;

import io.kubelens.kube.KubePod;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run that is followed. One that has broken off (which Kubernetes may tell as its end) is followed again, at
 * growing intervals, and what is there of it is kept until its successor has as much. Guarded by {@link Followed}.
 */
final class Following {
    private static final long FIRST = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();

    final KubePod pod;
    private final int maxLines;
    private RunLog log;
    private @Nullable RunLog next;
    private boolean broken;
    private long notBefore;
    private long pause = FIRST;

    Following(KubePod pod, RunLog log, int maxLines) {
        this.pod = pod;
        this.log = log;
        this.maxLines = maxLines;
    }

    /** Looks whether it has broken off; {@code again} begins to follow it. {@code now} is monotonic, in nanoseconds. */
    void look(long now, Supplier<RunLog> again) {
        settle();
        if (next != null || !log.isOver()) {
            return;
        }
        if (!broken) {
            broken = true;
            notBefore = now + pause;
        } else if (now - notBefore >= 0) {
            pause = Math.min(LONGEST, 2 * pause);
            notBefore = now + pause;
            next = again.get();
            settle();
        }
    }

    private void settle() {
        RunLog successor = next;
        if (successor == null) {
            return;
        }
        if (successor.failure() == null && successor.lines() >= Math.min(log.lines(), maxLines)) {
            log.close();
            log = successor;
            next = null;
        } else if (successor.isOver()) {
            successor.close();
            next = null;
        }
    }

    /** What there is of it, from now on the caller's. */
    RunLog take() {
        settle();
        if (next != null) {
            next.close();
            next = null;
        }
        return log;
    }
}
