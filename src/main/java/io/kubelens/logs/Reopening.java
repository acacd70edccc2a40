package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs.Failure;
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
    private final Remarks remarks;

    private long openAt;
    private boolean parked;
    private boolean done;
    private boolean gone;
    private boolean aborted;

    private int restarts;
    private int runs;
    private boolean openedStopped;
    private boolean ended;
    private boolean linesCame;
    private boolean cut;
    private int reconnects;

    Reopening(ContainerLog log, boolean follow, Surroundings surroundings) {
        this.log = log;
        this.follow = follow;
        this.surroundings = surroundings;
        this.remarks = new Remarks(surroundings);
        this.backoff = new Backoff(surroundings.chance());
        openAt = surroundings.alarms().nanos();
    }

    /** Whether a connection is to be opened now. */
    boolean isDue(long now) {
        if (done || now < openAt) {
            return false;
        }
        if (current().filter(log::isReplaced).isPresent()) {
            remarks.lost("rotated");
            finish();
            return false;
        }
        return !parked || look(now);
    }

    /** When {@link #isDue} may change its answer while no connection is open. */
    long wakeAt() {
        return done ? NEVER : openAt;
    }

    /** Whether the container has been started again since all of its run before was read. */
    boolean isNewRun() {
        return ended && state().restarts() != restarts;
    }

    /** Whether all of the run that was read last has been read, and the container does not run. */
    boolean isEnded() {
        return ended;
    }

    /** Which run was read last, by its number of restarts. */
    int run() {
        return restarts;
    }

    void beginRun() {
        runs++;
    }

    /** How often another run has begun to be read. */
    int runs() {
        return runs;
    }

    void opened() {
        ContainerState state = state();
        ended = false;
        openedStopped = state.isStopped();
        restarts = state.restarts();
        linesCame = false;
        parked = false;
        openAt = NEVER;
    }

    /** It must wait until others have read. */
    void crowded(long now) {
        openAt = now + 5 * LOOK;
        remarks.once("waiting", "waiting: too many logs of the node are being read");
    }

    boolean hasLines() {
        return linesCame;
    }

    /** A line came, printed with this time. */
    void line(long time) {
        linesCame = true;
        remarks.line(time);
        backoff.reset();
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
        return !follow || openedStopped;
    }

    /**
     * A connection is over.
     *
     * @param failure null when it ended as if all had been said
     * @param unreadable it ended with the kubelet's words about a failure
     */
    void over(@Nullable Failure failure, boolean unreadable, long now) {
        cut = failure == Failure.CUT || (cut && failure != null);
        if (failure != null) {
            broken(failure, now);
        } else if (unreadable) {
            unreadable(state(), now);
        } else if (!follow) {
            gone = remarks.farewell(log);
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
            ended = true;
            terminated(state);
        } else {
            ended = true;
            remarks.waitsFor("start again", state);
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
        remarks.waitsFor("start", state);
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
            remarks.lost("upstream");
            finish();
        } else if (state.phase() == ContainerState.Phase.FINISHED && backoff.tries() >= TRIES) {
            remarks.lost("upstream");
            terminated(state);
        } else {
            trouble("the node cannot read the log, trying again", now);
        }
    }

    private void trouble(String message, long now) {
        remarks.once("error", message);
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
            return true;
        }
        return false;
    }

    private void gone(boolean missing) {
        if (missing) {
            remarks.lost("pod-deleted");
        }
        remarks.removed();
        gone = true;
        finish();
    }

    private void terminated(ContainerState state) {
        remarks.terminated(state);
        finish();
    }

    private void finish() {
        done = true;
        openAt = NEVER;
    }

    private ContainerState state() {
        return ContainerState.of(current(), log);
    }

    private Optional<KubePod> current() {
        return surroundings.states().current(log.pod().namespace(), log.pod().name());
    }

    /** What there is to tell. */
    Remarks remarks() {
        return remarks;
    }

    /** The last attempt met an obstacle, and the next one is still to come. */
    boolean isHindered() {
        return done || backoff.tries() > 0;
    }

    /** All was read, and the container does not run. */
    boolean isParked() {
        return parked;
    }

    boolean isResting() {
        return openAt == NEVER;
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
