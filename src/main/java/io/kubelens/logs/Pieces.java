package io.kubelens.logs;

/** Long lines, which runtimes write in pieces: containerd and Docker of 16 KiB, CRI-O of 8. */
final class Pieces {
    private static final long SHORTEST = 8 * 1024;

    private Pieces() {}

    /** How many lines of the runtime's file a line may have taken besides its first, which {@code tailLines} counts. */
    static long beyondFirst(LogLine line) {
        return (line.truncated ? line.length : line.to - line.from) / SHORTEST;
    }
}
