package io.kubelens.logs;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.GonePod;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a reading has to tell its viewers of itself. */
final class Remarks {
    private final Deque<Notice> notices = new ArrayDeque<>();
    private final Surroundings surroundings;
    private boolean told;
    private long lastTime = Timestamps.NONE;

    Remarks(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** All that has not been told yet, to be taken out. */
    Deque<Notice> notices() {
        return notices;
    }

    /** Where the reading begins: gaps begin there. */
    void begin(long time) {
        lastTime = time;
    }

    /** A line came, printed with this time. */
    void line(long time) {
        told = false;
        lastTime = time;
    }

    /** Lines between the last one and this time cannot be had. */
    void lost(String reason, long to) {
        notices.add(Notice.gap(Math.min(lastTime, to), to, reason));
    }

    /** Lines after the last one cannot be had. */
    void lost(String reason) {
        lost(reason, surroundings.now());
    }

    /** Says something once, until a line comes again. */
    void once(String kind, String message) {
        if (!told) {
            notices.add(Notice.of(kind, message));
            told = true;
        }
    }

    /** After the last line of a pod that was gone from the beginning; false for one that was not. */
    boolean farewell(ContainerLog log) {
        GonePod pod = log.pod().gone();
        Optional<GonePod.Run> run = pod == null ? Optional.empty() : pod.run(log.container(), log.isPrevious());
        run.ifPresent(last -> {
            if (last.gap() != null) {
                lost(last.gap());
            }
            terminated(last.run());
            removed();
        });
        return run.isPresent();
    }

    void removed() {
        notices.add(Notice.of(Farewells.KIND, "pod removed"));
    }

    void terminated(ContainerState state) {
        terminated(Integer.toString(state.exitCode()), state.reason());
    }

    void terminated(ContainerRun run) {
        terminated(run.exitCode() == ContainerRun.UNKNOWN ? "unknown" : Integer.toString(run.exitCode()), run.reason());
    }

    private void terminated(String exitCode, String reason) {
        notices.add(Notice.of(
                "terminated", "container terminated: exit code " + exitCode + (reason.isEmpty() ? "" : ", " + reason)));
    }

    void clockStep() {
        notices.add(Notice.of("clock-step", "the clock of the node was set back"));
    }

    /** Says that the container is waited for, until a line comes. */
    void waitsFor(String what, ContainerState state) {
        once(
                "waiting",
                "waiting for the container to " + what + (state.reason().isEmpty() ? "" : ": " + state.reason()));
    }
}
