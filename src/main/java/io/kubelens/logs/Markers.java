package io.kubelens.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Tells the viewer of a stream what happened to its sources. Markers of a source come after its lines. */
final class Markers {
    private final Viewing viewing;
    private final MergedLog merged;
    private final StreamStart start;
    private final boolean alone;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private final Farewells farewells = new Farewells();

    private record Told(String pod, String container, Notice notice) {}

    /** {@code alone}: there is one source, and will never be another. */
    Markers(Viewing viewing, MergedLog merged, StreamStart start, boolean alone) {
        this.viewing = viewing;
        this.merged = merged;
        this.start = start;
        this.alone = alone;
    }

    /** To be told next. */
    void add(String pod, String container, Notice notice) {
        waiting.add(new Told(pod, container, notice));
    }

    /** Writes what is to be told now; says whether a source had anything to tell. */
    boolean write(Bytes out) {
        for (Told told = waiting.poll(); told != null; told = waiting.poll()) {
            write(out, told.pod(), told.container(), told.notice());
        }
        boolean told = false;
        for (Subscription source : List.copyOf(merged.sources())) {
            told |= !source.hasHead() && write(out, source);
        }
        farewells.release(
                merged.sources(), (log, notice) -> write(out, log.pod().name(), log.container(), notice));
        return told;
    }

    private boolean write(Bytes out, Subscription source) {
        ContainerLog log = source.log();
        Deque<Notice> notices = source.notices();
        boolean told = !notices.isEmpty();
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            if (notice.kind().equals(Farewells.KIND)) {
                farewells.add(log, notice);
            } else {
                write(out, log.pod().name(), log.container(), notice);
            }
        }
        return told;
    }

    /** Writes one about the whole stream. */
    void write(Bytes out, Notice notice) {
        write(out, "", "", notice);
    }

    private void write(Bytes out, String pod, String container, Notice notice) {
        if (notice.gap() != null) {
            viewing.surroundings().counts().gaps().increment();
            Canary canary = viewing.canary();
            if (canary != null) {
                canary.gap();
            }
        }
        viewing.form().marker(out, position(), pod, container, notice);
    }

    /** Where the viewer stands: the last line sent, before the first one where it begins. */
    private long position() {
        long printed = alone ? merged.sources().getFirst().progress().printed() : merged.printed();
        return printed == Timestamps.NONE ? start.floor() : printed;
    }
}
