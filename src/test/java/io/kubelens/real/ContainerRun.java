package io.kubelens.real;

import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a container wrote. Only its newest file can be opened; a reader keeps the file it has open, and one
 * that follows goes on in the newest when it is through, whatever lay between. Guarded by its {@link ContainerLog}.
 */
final class ContainerRun {
    private static final int MOST = 512;

    private LogFile newest = new LogFile();
    private boolean finished;

    void add(LogEntry entry) {
        newest.entries.add(entry);
    }

    void rotate() {
        newest = new LogFile();
    }

    void finish() {
        finished = true;
    }

    LogFile newest() {
        return newest;
    }

    /** The next entries of a reader. */
    Part read(Place place, boolean follow) {
        Place from = follow && place.isAtEnd() ? newest.from(place) : place;
        LogFile file = from.file();
        int to = Math.min(file.entries.size(), from.next() + MOST);
        Place after = new Place(file, to);
        return new Part(file.entries.subList(from.next(), to), after, finished && file == newest && after.isAtEnd());
    }

    /** A file of the node's disk. */
    static final class LogFile {
        private final List<LogEntry> entries = new ArrayList<>();

        /** Where a request begins; a negative tail is all. The runtime's pieces count, not the lines they make. */
        Place start(int tail) {
            return new Place(this, tail < 0 ? 0 : Math.max(0, entries.size() - tail));
        }

        private Place from(Place place) {
            return place.file() == this ? place : new Place(this, 0);
        }
    }

    /** @param next the index of the entry to be read next */
    record Place(LogFile file, int next) {
        boolean isAtEnd() {
            return next >= file.entries.size();
        }
    }

    /**
     * Some entries.
     *
     * @param after where to read on
     * @param finished that nothing follows these
     */
    record Part(List<LogEntry> entries, Place after, boolean finished) {
        Part {
            entries = List.copyOf(entries);
        }
    }
}
