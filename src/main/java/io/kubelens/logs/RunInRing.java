package io.kubelens.logs;

/**
 * Which lines of a ring are those of one run of the container: of the run that is being read, and of the last one that
 * has been read to its end. Guarded by the lock of its log.
 */
final class RunInRing {
    private static final int NONE = -1;

    private int known;
    private long first;
    private boolean torn;
    private int restart = NONE;
    private long from;
    private long to;

    /** Looks whether another run has begun with the line of this number; {@code runs} counts them. */
    void follow(int runs, long number) {
        if (runs != known) {
            known = runs;
            first = number;
            torn = false;
        }
    }

    /** Lines of the run that is being read cannot be had. */
    void tear() {
        torn = true;
    }

    /** The run that was being read has ended before the line of this number. */
    void ended(int run, long number) {
        if (restart != run && !torn) {
            restart = run;
            from = first;
            to = number;
        }
    }

    /** Whether a run has been read to its end, and nothing is missing in between. */
    boolean hasEnded(int run) {
        return restart == run;
    }

    /** The number of the first line of the run that has been read to its end. */
    long from() {
        return from;
    }

    /** The number of the line after it. */
    long to() {
        return to;
    }

    /** The number of the first line of the run that is being read. */
    long first() {
        return first;
    }
}
