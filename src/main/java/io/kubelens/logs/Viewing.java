package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/**
 * One viewer's wish and what the reading of every log of its stream has in common.
 *
 * @param turn under which it is read
 * @param alone whether the stream has one log and will have no other
 * @param canary null when the stream is not checked
 */
record Viewing(
        LogRequest request,
        Frames form,
        Surroundings surroundings,
        LogHub hub,
        Turn turn,
        boolean alone,
        @Nullable Canary canary) {
    /** The same for one log of the stream. */
    Viewing of(ContainerLog log) {
        return log.pod().gone() == null
                ? this
                : new Viewing(request.of(log.pod()), form, surroundings.of(log), hub, turn, alone, canary);
    }

    /** Monotonic time in nanoseconds. */
    long nanos() {
        return surroundings.alarms().nanos();
    }
}
