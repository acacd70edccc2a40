package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a stream: the logs that were chosen, and while it follows, those of pods and containers that come later,
 * until they leave. What informers tell is done under the stream's turn.
 */
final class StreamMembers {
    private static final long DRAIN = 10 * Timestamps.SECOND;

    private final Viewing viewing;
    private final Surroundings surroundings;
    private final Turn turn;
    private final MergedLog merged;
    private final StreamStart start;
    private final Markers markers;
    private final boolean all;
    private final boolean alone;
    private final Set<SourceId> ids = new HashSet<>();
    private Membership.@Nullable Watch watch;
    private boolean over;

    /**
     * None yet.
     *
     * @param all whether containers that come later belong to the stream
     * @param alone whether there is one source, and will never be another
     */
    StreamMembers(Viewing viewing, MergedLog merged, StreamStart start, Markers markers, boolean all, boolean alone) {
        this.viewing = viewing;
        this.surroundings = viewing.surroundings();
        this.turn = viewing.turn();
        this.merged = merged;
        this.start = start;
        this.markers = markers;
        this.all = all;
        this.alone = alone;
    }

    /** Adds those that were chosen; to be called under the turn. */
    void begin(List<ContainerLog> logs) {
        logs.forEach(log -> add(log, false));
        start.lost(logs, surroundings.now()).forEach(gap -> markers.add("", "", gap));
    }

    /** Hears from now on of the pods of an app. */
    void watch(KubeApp app) {
        keep(surroundings.membership().watch(app, new Membership.Listener() {
            @Override
            public void joined(KubePod pod) {
                // Not under the turn: it goes through the routes.
                surroundings.open(pod, viewing.request().query()).ifPresent(log -> turn.news(() -> join(log)));
            }

            @Override
            public void changed(KubePod pod) {
                StreamMembers.this.changed(pod);
            }

            @Override
            public void left(KubePod pod) {
                turn.news(() -> leave(pod.uid()));
            }
        }));
    }

    /** Hears from now on of one pod; {@code judge} looks at each change whether it may still be seen. */
    void watch(KubePod pod, Runnable judge) {
        keep(surroundings.membership().watch(pod, () -> {
            judge.run();
            surroundings.states().current(pod.namespace(), pod.name()).ifPresent(this::changed);
        }));
    }

    /** Lets go of the pods that policy has come to hide. */
    void hide() {
        Map<String, KubePod> pods = new LinkedHashMap<>();
        turn.lock().lock();
        try {
            merged.sources()
                    .forEach(source ->
                            pods.put(source.log().pod().uid(), source.log().pod()));
        } finally {
            turn.lock().unlock();
        }
        // Not under the turn: it asks the cache.
        pods.values().removeIf(surroundings.membership()::shows);
        if (!pods.isEmpty()) {
            turn.news(() -> pods.values().forEach(this::hide));
        }
    }

    private void hide(KubePod pod) {
        of(pod.uid()).toList().forEach(source -> {
            source.close();
            merged.drop(source);
        });
        markers.add(pod.name(), "", Notice.of("policy-changed", "pod may no longer be seen"));
    }

    /** Takes in the pods that policy has come to show. */
    void compare() {
        Membership.Watch started;
        turn.lock().lock();
        try {
            started = over ? null : watch;
        } finally {
            turn.lock().unlock();
        }
        if (started != null) {
            started.compare();
        }
    }

    private void keep(Membership.Watch started) {
        boolean late;
        turn.lock().lock();
        try {
            watch = started;
            late = over;
        } finally {
            turn.lock().unlock();
        }
        if (late) {
            started.close();
        }
    }

    private void add(ContainerLog log, boolean later) {
        Subscription source = new Subscription(log, viewing.of(log));
        ids.add(source.id());
        merged.add(source);
        start.begin(source, later, alone);
    }

    private void join(PodLog joined) {
        List<ContainerLog> logs = ContainerLog.current(joined);
        if (over || logs.isEmpty() || isKnown(logs.getFirst())) {
            return;
        }
        String container = logs.size() == 1 ? logs.getFirst().container() : "";
        markers.add(joined.pod().name(), container, Notice.of("pod-added", "pod added to app"));
        logs.forEach(log -> add(log, true));
    }

    private void changed(KubePod pod) {
        AtomicBoolean grown = new AtomicBoolean();
        turn.news(() -> {
            of(pod.uid()).forEach(Subscription::observe);
            grown.set(all && !containers(pod).allMatch(this::isKnown));
        });
        if (grown.get()) {
            // An ephemeral container. Not under the turn: it goes through the routes.
            surroundings.open(pod, viewing.request().query()).ifPresent(log -> turn.news(() -> grow(log)));
        }
    }

    private void grow(PodLog grown) {
        if (!over && of(grown.pod().uid()).findAny().isPresent()) {
            ContainerLog.current(grown).stream().filter(log -> !isKnown(log)).forEach(log -> add(log, true));
        }
    }

    private void leave(String uid) {
        long now = viewing.nanos();
        of(uid).filter(source -> !source.isDone()).forEach(source -> source.drain(now, now + DRAIN));
    }

    private static Stream<ContainerLog> containers(KubePod pod) {
        return ContainerLog.current(new PodLog(pod, Containers.names(pod))).stream();
    }

    private boolean isKnown(ContainerLog log) {
        return ids.contains(SourceId.of(log));
    }

    private Stream<Subscription> of(String uid) {
        return merged.sources().stream()
                .filter(source -> source.log().pod().uid().equals(uid));
    }

    /** Closes what is being read; to be called under the turn. */
    void end() {
        over = true;
        merged.sources().forEach(Subscription::close);
    }

    /** Stops to hear; not under the turn: an informer may be waiting for it to tell of a pod. */
    void unwatch() {
        if (watch != null) {
            watch.close();
        }
    }
}
