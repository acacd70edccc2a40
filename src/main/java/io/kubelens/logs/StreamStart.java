package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.kubelens.kube.KubeApp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a viewer begins in each source: at its cursor, after its {@code since}, or with a tail. */
final class StreamStart {
    private final LogRequest request;
    private final long floor;

    /** Whether the tail has been shared out, and who is found later is not waited for. */
    private boolean shared;

    StreamStart(LogRequest request, List<ContainerLog> logs, @Nullable KubeApp app) {
        this.request = request;
        this.floor = floor(request, logs, app);
    }

    /** Before any line: the time that markers carry. It is never later than a line that is still to come. */
    long floor() {
        return floor;
    }

    /**
     * Begins a source.
     *
     * @param later it joined after the stream was opened: all of it is new
     * @param alone it is the only one the stream will ever have, so its tail is the stream's
     */
    void begin(Subscription source, boolean later, boolean alone) {
        LogCursor cursor = request.cursor();
        Position known = cursor == null ? null : cursor.place(source.id(), source.label().created);
        if (known != null) {
            source.whereabouts().begin(known);
        } else if (later || cursor != null) {
            source.whereabouts().begin(Position.BEGINNING);
        } else if (request.since() != Timestamps.NONE) {
            source.whereabouts().begin(Position.afterPrinted(request.since()));
        } else if (alone) {
            source.beginNewest(request.tail());
        } else {
            source.tail().search(request.tail());
        }
    }

    /** Lets sources begin whose tails have been found; false while one that will be found soon is missing. */
    boolean beginTails(List<Subscription> sources, long now) {
        List<Subscription> found = new ArrayList<>();
        for (Subscription source : sources) {
            if (!source.tail().isSearching()) {
                continue;
            }
            if (source.tail().times() != null) {
                found.add(source);
            } else if (!shared && !source.tail().isHindered()) {
                return false;
            }
        }
        if (found.isEmpty() || Tails.begin(found, request.tail())) {
            shared = true;
        }
        found.forEach(source -> source.tick(now));
        return shared;
    }

    /** What the viewer was following and is there no more. */
    List<Notice> lost(List<ContainerLog> present, long now) {
        LogCursor cursor = request.cursor();
        String reason = request.previous() ? "rotated" : "pod-deleted";
        return cursor == null
                ? List.of()
                : cursor.missing(present)
                        .mapToObj(from -> Notice.gap(from, now, reason))
                        .toList();
    }

    private static long floor(LogRequest request, List<ContainerLog> logs, @Nullable KubeApp app) {
        LogCursor cursor = request.cursor();
        if (cursor != null) {
            return cursor.newest();
        }
        if (request.since() != Timestamps.NONE) {
            return request.since();
        }
        if (logs.isEmpty() && app != null) {
            return created(app.object().getMetadata());
        }
        return logs.stream()
                .mapToLong(log -> created(log.pod().object().getMetadata()))
                .min()
                .orElse(0);
    }

    private static long created(ObjectMeta meta) {
        String text = meta.getCreationTimestamp();
        long time = text == null ? Timestamps.NONE : Timestamps.parse(text);
        return time == Timestamps.NONE ? 0 : time;
    }
}
