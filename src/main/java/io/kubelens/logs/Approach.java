package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Chooses what to ask Kubernetes for in order to read on from a place, and lose nothing: the place may lie in the run
 * before, which only {@code previous} gives; behind a step of the node's clock, where {@code sinceTime} skips lines; or
 * in a file that the node has rotated away. What follows from a line on is asked for by {@code tailLines}, because
 * {@code sinceTime} would skip what comes after a step, too.
 */
final class Approach {
    /** One request. */
    enum Step {
        /** The newest lines, for their times only. */
        TAIL_TIMES,
        /** The newest lines. */
        TAIL,
        /** The last line, to see whether the clock was set back. */
        LAST_LINE,
        /** The rest of the run before. */
        PREVIOUS,
        /** All lines, to see whether the one that the place is after is among them. */
        LINE_SEARCH,
        /** All lines beyond the place that are there now. */
        HISTORY,
        /** The same, and all that come. */
        FOLLOW
    }

    /** A connection that follows begins so many lines back, to find the line it goes on after. */
    private static final int REACH = 10_000;

    /** The first one directly after all that was there: little has been written meanwhile. */
    private static final int SHORT_REACH = 1_000;

    /** How often a line is looked for before it is given up: the cache may not know of a restart yet. */
    private static final int LOOKS = 3;

    private final ContainerLog log;
    private final ContainerStates states;
    private boolean previousTried;
    private boolean lastLineSeen;
    private boolean suspicious;
    private boolean found;
    private int looks;
    private int reach = REACH;
    private int run = Integer.MAX_VALUE;

    Approach(ContainerLog log, ContainerStates states) {
        this.log = log;
        this.states = states;
    }

    /** The next request on the way to a place; {@code reading} when the way is clear. */
    Step next(Position place, Step reading) {
        if (!previousTried && liesInPreviousRun(place)) {
            return Step.PREVIOUS;
        }
        if (!place.isAfterLine() || log.isPrevious()) {
            return reading;
        }
        if (!lastLineSeen && reading == Step.HISTORY) {
            return Step.LAST_LINE;
        }
        return suspicious && !found ? Step.LINE_SEARCH : reading;
    }

    /** The line that the place is after is there, but not to be had with {@code sinceTime}. */
    boolean isFound() {
        return found;
    }

    /** The last line that is there has this time. */
    void lastLine(Position place, long time) {
        lastLineSeen = true;
        suspicious |= time != Timestamps.NONE && time < place.time() - LineReader.EARLIER;
    }

    void previousOver() {
        previousTried = true;
    }

    /** A later line came, but not the one that the place is after. */
    void missed() {
        suspicious = reach == REACH;
        reach = REACH;
    }

    /** All lines have been looked at. Says whether to give up. */
    boolean searched(boolean there) {
        found = there;
        if (!there) {
            suspicious = false;
            previousTried = false;
            looks++;
        }
        return looks == LOOKS;
    }

    /** Whether a connection is asked for by the number of lines, and not by the time of the place. */
    boolean isByTail(Step step, Position place) {
        return step == Step.FOLLOW && place.isAfterLine() && !found;
    }

    /** The request for a step; {@code newest} is how many of the newest lines a tail asks for. */
    PodLogs.Request request(Step step, Position place, int newest) {
        OptionalInt lines =
                switch (step) {
                    case TAIL_TIMES, TAIL -> OptionalInt.of(newest);
                    case LAST_LINE -> OptionalInt.of(1);
                    case FOLLOW -> isByTail(step, place) ? OptionalInt.of(reach) : OptionalInt.empty();
                    case PREVIOUS, LINE_SEARCH, HISTORY -> OptionalInt.empty();
                };
        boolean all = lines.isPresent() || step == Step.LINE_SEARCH || found || place.isBeginning();
        // Kubernetes knows whole seconds only; equal times must be counted from the first of them.
        OptionalLong since = all
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(place.time() - LineReader.EARLIER, Timestamps.SECOND));
        return new PodLogs.Request(
                log.pod().namespace(),
                log.pod().name(),
                log.container(),
                step == Step.FOLLOW,
                lines,
                since,
                log.isPrevious() || step == Step.PREVIOUS);
    }

    /** A line was read: this run of the container is being read now. */
    void arrived() {
        looks = 0;
        run = ContainerState.of(current(), log).restarts();
    }

    /** The connection is over; the way to the next one is unknown again. */
    void over() {
        reach = REACH;
        previousTried = false;
        lastLineSeen = false;
        suspicious = false;
        found = false;
    }

    /** The next connection begins where one that was whole has just ended. */
    void goOn() {
        reach = SHORT_REACH;
        previousTried = true;
        lastLineSeen = true;
    }

    /** Kubernetes has the run that the place is in as the previous one. It tells whole seconds. */
    private boolean liesInPreviousRun(Position place) {
        Optional<PreviousRun.Span> before =
                log.isPrevious() ? Optional.empty() : current().flatMap(pod -> PreviousRun.span(pod, log.container()));
        if (before.isEmpty()) {
            return false;
        }
        if (place.isBeginning()) {
            return before.get().restarts() >= run;
        }
        return place.time() < before.get().finished() + 2 * Timestamps.SECOND;
    }

    private Optional<KubePod> current() {
        return states.current(log.pod().namespace(), log.pod().name())
                .filter(pod -> pod.uid().equals(log.pod().uid()));
    }
}
