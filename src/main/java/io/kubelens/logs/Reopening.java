package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges how a connection to a container's log ended, and says when to open the next one, or that the log is over. The
 * API server reports a broken connection to the kubelet as a normal end, so an end is believed only of a container that
 * has stopped, when a connection opened after the stop brings nothing new.
 */
final class Reopening {
    static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK = Timestamps.SECOND;
    private static final int TRIES = 3;

    private final ContainerLog log;
    private final boolean follow;
    private final Surroundings surroundings;
    private final Backoff backoff;
    private final Vitals vitals;
    private final Deque<Notice> notices = new ArrayDeque<>();

    private long openAt;
    private long drainAt = NEVER;
    private boolean parked;
    private boolean done;
    private boolean gone;
    private boolean aborted;
    private boolean told;

    private int restarts;
    private boolean openedStopped;
    private boolean linesCame;
    private boolean cut;
    private int reconnects;
    private long lastTime = Timestamps.NONE;

    Reopening(ContainerLog log, boolean follow, Surroundings surroundings) {
        this.log = log;
        this.follow = follow;
        this.surroundings = surroundings;
        this.backoff = new Backoff(surroundings.chance());
        this.vitals = new Vitals(log.pod());
        openAt = surroundings.alarms().nanos();
    }

    /** Whether a connection is to be opened now. */
    boolean isDue(long now) {
        if (!done && now >= drainAt) {
            left();
        }
        if (done || now < openAt) {
            return false;
        }
        if (current().filter(log::isReplaced).isPresent()) {
            notices.add(missing("rotated"));
            finish();
            return false;
        }
        return !parked || look(now);
    }

    /** When {@link #isDue} may change its answer; {@code open} says that a connection is under way. */
    long wakeAt(boolean open) {
        return done ? NEVER : Math.min(drainAt, open ? NEVER : openAt);
    }

    void opened() {
        ContainerState state = state();
        openedStopped = state.isStopped();
        restarts = state.restarts();
        linesCame = false;
        parked = false;
        openAt = NEVER;
    }

    void line() {
        linesCame = true;
        told = false;
        backoff.reset();
    }

    /** The time of the last line the viewers have; gaps begin there. */
    void sent(long time) {
        lastTime = time;
    }

    /** To be opened at once. */
    void again(long now) {
        openAt = now;
    }

    /** Not to be opened before {@link #again} is said. */
    void rest() {
        openAt = NEVER;
    }

    /** Half a line is believed only of a container that cannot finish it any more. */
    boolean believesLastLine() {
        return !follow || openedStopped || isDraining();
    }

    /**
     * A connection is over.
     *
     * @param failure null when it ended as if all had been said
     * @param unreadable it ended with the kubelet's words about a failure
     */
    void over(@Nullable Failure failure, boolean unreadable, long now) {
        cut = failure == Failure.CUT || (cut && failure != null);
        if (isDraining()) {
            left();
        } else if (failure != null) {
            broken(failure, now);
        } else if (unreadable) {
            unreadable(state(), now);
        } else if (!follow) {
            finish();
        } else {
            ended(state(), now);
        }
    }

    private void ended(ContainerState state, long now) {
        if (state.phase() == ContainerState.Phase.GONE) {
            gone(false);
        } else if (!state.isStopped()) {
            retry(now);
        } else if (!openedStopped || linesCame || restarts != state.restarts()) {
            openAt = now;
        } else if (state.phase() == ContainerState.Phase.FINISHED) {
            terminated(state);
        } else {
            tell("waiting", "waiting for the container to start again" + because(state));
            parked = true;
            openAt = now + LOOK;
        }
    }

    private void broken(Failure failure, long now) {
        ContainerState state = state();
        if (state.phase() == ContainerState.Phase.GONE) {
            gone(cut);
            return;
        }
        switch (failure) {
            case SILENT -> openAt = now;
            case CUT -> retry(now);
            case ABSENT, WAITING -> waiting(state, now);
            case UNKNOWN_CONTAINER -> unreadable(state, now);
            case REFUSED -> trouble("kubernetes refuses the log, trying again", now);
            case BUSY, UNAVAILABLE -> trouble("kubernetes unavailable, trying again", now);
        }
    }

    private void waiting(ContainerState state, long now) {
        tell("waiting", "waiting for the container to start" + because(state));
        if (follow) {
            retry(now);
        } else {
            finish();
        }
    }

    private void unreadable(ContainerState state, long now) {
        if (state.phase() == ContainerState.Phase.GONE) {
            gone(true);
        } else if (log.isPrevious() && backoff.tries() >= TRIES) {
            notices.add(missing("upstream"));
            finish();
        } else if (state.phase() == ContainerState.Phase.FINISHED && backoff.tries() >= TRIES) {
            notices.add(missing("upstream"));
            terminated(state);
        } else {
            trouble("the node cannot read the log, trying again", now);
        }
    }

    private void trouble(String message, long now) {
        tell("error", message);
        if (!follow && backoff.tries() >= TRIES) {
            aborted = true;
            finish();
        } else {
            retry(now);
        }
    }

    private void retry(long now) {
        openAt = now + backoff.next();
        reconnects++;
    }

    /** Looks whether a stopped container has been started again, without asking Kubernetes. */
    private boolean look(long now) {
        ContainerState state = state();
        openAt = now + LOOK;
        if (state.phase() == ContainerState.Phase.GONE) {
            gone(false);
        } else if (state.phase() == ContainerState.Phase.FINISHED) {
            terminated(state);
        } else if (state.restarts() != restarts || !state.isStopped()) {
            observe();
            return true;
        }
        return false;
    }

    /** The pod has left: what is under way is read to its end, but not beyond the deadline. */
    void drain(long now, long deadline) {
        drainAt = deadline;
        if (parked) {
            left();
        } else if (openAt != NEVER) {
            openAt = now;
        }
    }

    private boolean isDraining() {
        return drainAt != NEVER;
    }

    private void left() {
        notices.add(Notice.of(Farewells.KIND, "pod removed from app"));
        gone = true;
        finish();
    }

    private void gone(boolean missing) {
        if (missing) {
            notices.add(missing("pod-deleted"));
        }
        notices.add(Notice.of(Farewells.KIND, "pod removed"));
        gone = true;
        finish();
    }

    private void terminated(ContainerState state) {
        String reason = state.reason().isEmpty() ? "" : ", " + state.reason();
        notices.add(Notice.of("terminated", "container terminated: exit code " + state.exitCode() + reason));
        finish();
    }

    private void finish() {
        done = true;
        openAt = NEVER;
        drainAt = NEVER;
    }

    private Notice missing(String reason) {
        long now = surroundings.now();
        return Notice.gap(lastTime == Timestamps.NONE ? now : lastTime, now, reason);
    }

    /** Says something once, until a line comes again. */
    private void tell(String kind, String message) {
        if (!told) {
            notices.add(Notice.of(kind, message));
            told = true;
        }
    }

    /** Tells restarts and readiness when they have changed. */
    void observe() {
        if (log.leads()) {
            current().ifPresent(pod -> vitals.changes(pod, notices));
        }
    }

    private static String because(ContainerState state) {
        return state.reason().isEmpty() ? "" : ": " + state.reason();
    }

    private ContainerState state() {
        return ContainerState.of(current(), log);
    }

    private Optional<KubePod> current() {
        return surroundings.states().current(log.pod().namespace(), log.pod().name());
    }

    Deque<Notice> notices() {
        return notices;
    }

    /** The last attempt met an obstacle, and the next one is still to come. */
    boolean isHindered() {
        return done || backoff.tries() > 0;
    }

    boolean isResting() {
        return openAt == NEVER;
    }

    boolean hasLines() {
        return linesCame;
    }

    boolean isDone() {
        return done;
    }

    /** Done because the pod is no more, or no more the app's. */
    boolean isGone() {
        return gone;
    }

    boolean isAborted() {
        return aborted;
    }

    int reconnects() {
        return reconnects;
    }
}
