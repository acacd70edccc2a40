package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/** Something to tell viewers that is not a line: a {@code marker}. */
record Notice(String kind, String message, @Nullable Gap gap) {

    /** Lines that could not be had; times in nanoseconds. */
    record Gap(long from, long to, String reason) {}

    static Notice of(String kind, String message) {
        return new Notice(kind, message, null);
    }

    /** {@code from} is {@link Timestamps#NONE} when nothing was sent before. */
    static Notice gap(long from, long to, String reason) {
        return new Notice("gap", "lines are missing", new Gap(from == Timestamps.NONE ? to : from, to, reason));
    }
}
