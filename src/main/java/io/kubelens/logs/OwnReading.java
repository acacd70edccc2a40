package io.kubelens.logs;

import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer reads from Kubernetes for itself alone, while it does: a log that is not followed, or what the shared
 * log's ring has not, or no more. Everything happens under the viewer's turn.
 */
final class OwnReading {
    /** After so many lines a viewer looks whether the shared log has its place. */
    private static final int OFTEN = 32;

    private final ContainerLog log;
    private final Viewing viewing;
    private @Nullable LogSource source;
    private int lines;

    OwnReading(ContainerLog log, Viewing viewing) {
        this.log = log;
        this.viewing = viewing;
    }

    private LogSource start() {
        LogSource started =
                new LogSource(log, false, viewing.request().maxLineLength(), viewing.surroundings(), viewing.turn());
        source = started;
        lines = 0;
        return started;
    }

    /** To be read from a place. */
    void begin(Position place) {
        start().begin(place);
    }

    /** To be read from a place, at once. */
    void catchUp(Position place) {
        LogSource started = start();
        started.begin(place);
        started.tick(viewing.nanos());
    }

    /** To be read from its newest lines, at least one. */
    void beginTail(int newest) {
        start().beginTail(newest);
    }

    /** To be begun once the times of the newest lines have been found. */
    void search(int newest) {
        start().search(newest);
    }

    /** Ends a reading that holds nothing. */
    void end() {
        source = null;
    }

    void close() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    boolean isOn() {
        return source != null;
    }

    /** The tail that was looked for; null while it is not known. */
    @Nullable
    TailSearch found() {
        return source == null ? null : source.found();
    }

    /** Opens what is due. */
    void tick(long now) {
        if (source != null) {
            source.tick(now);
        }
    }

    /** When {@link #tick} has something to do, at the earliest. */
    long wakeAt() {
        return source == null ? Reopening.NEVER : source.wakeAt();
    }

    /** Moves to the next line; false when there is none now. */
    boolean advance(long now) {
        if (source == null) {
            return false;
        }
        if (source.advance(now)) {
            return true;
        }
        // After one answer the next is asked for at once: a merge does not wait for a source that asks for nothing.
        source.tick(now);
        return false;
    }

    /** The current line has been sent; says whether to look for its place in the shared log. */
    boolean pass() {
        return ++lines % OFTEN == 0;
    }

    /** Whether it has brought any line since it was started. */
    boolean hasBroughtLines() {
        return lines > 0;
    }

    /** The current line of the reading, which is on. */
    LogLine line() {
        return Objects.requireNonNull(source).line();
    }

    /** When the current line came here; monotonic. */
    long arrived() {
        return Objects.requireNonNull(source).arrived();
    }

    /** Hands on what there is to tell: of a reading that only catches up, gaps and steps of the clock. */
    void tell(Deque<Notice> notices, boolean catchesUp) {
        if (source == null) {
            return;
        }
        Deque<Notice> told = source.notices();
        for (Notice notice = told.poll(); notice != null; notice = told.poll()) {
            if (!catchesUp || notice.gap() != null || notice.kind().equals("clock-step")) {
                notices.add(notice);
            }
        }
    }

    /** Whether it is known that no line will come any more. */
    boolean isDone() {
        return source != null && source.isDone();
    }

    boolean isAborted() {
        return source != null && source.reopening().isAborted();
    }

    int reconnects() {
        return source == null ? 0 : source.reopening().reconnects();
    }

    boolean isHindered() {
        return source != null && source.isHindered();
    }

    /** Until when a merge has to wait for it; in the past when not at all. */
    long awaitedUntil(long window) {
        return source != null && source.isConnected() ? Math.max(window, source.awaitedUntil()) : Long.MIN_VALUE;
    }

    boolean isConnected() {
        return source != null && source.isConnected();
    }

    /** Bytes held for this viewer alone. */
    int held() {
        return source == null ? 0 : source.held();
    }
}
