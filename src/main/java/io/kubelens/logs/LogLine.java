package io.kubelens.logs;

/** The line a reader stands on. It is valid until the reader moves. */
final class LogLine {
    /** The container runtime's own time, in nanoseconds. */
    long time;

    /** The time as viewers see it: unique and increasing in one container. */
    long printed;

    /** The line's number among those of the same time, from 1. */
    long count;

    byte[] array = {};
    int from;
    int to;
    boolean truncated;

    /** Code points of the whole line, when truncated. */
    long length;
}
