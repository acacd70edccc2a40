package io.kubelens.store;

/**
 * What a chunk of lines holds, without its lines.
 *
 * @param first the earliest time of its lines, nanoseconds since 1970; {@link #NONE} when no line has one
 * @param last the latest, not always that of the last line: clocks are set back
 * @param lines complete lines and, at the end of a log, one without line feed
 * @param bytes of the lines as Kubernetes sent them
 * @param stored bytes of the lines as they are kept
 */
public record ChunkSpan(long first, long last, int lines, int bytes, int stored) {
    /** No time, before every other. */
    public static final long NONE = Long.MIN_VALUE;
}
