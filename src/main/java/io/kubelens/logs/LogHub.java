package io.kubelens.logs;

import io.kubelens.config.Config;
import io.kubelens.kube.KubePod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every container's log that is being read, once for all its viewers, and for a while after the last of them. */
final class LogHub {

    private final Supplier<Config.Logs> config;
    private final Surroundings surroundings;
    private final RingBudget budget;
    private final Map<Key, SharedLog> logs = new HashMap<>();
    private final Set<LogStream> streams = ConcurrentHashMap.newKeySet();

    private record Key(String uid, String container) {
        static Key of(ContainerLog log) {
            return new Key(log.pod().uid(), log.container());
        }
    }

    LogHub(Supplier<Config.Logs> config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
        this.budget = new RingBudget(() -> config.get().bufferMaxBytes());
    }

    void opened(LogStream stream) {
        streams.add(stream);
    }

    void closed(LogStream stream) {
        streams.remove(stream);
    }

    /** Policy has changed: every open stream is judged by it. */
    void reconsider() {
        streams.forEach(LogStream::reconsider);
    }

    /** Bytes in the rings now. */
    long buffered() {
        return budget.used();
    }

    synchronized int size() {
        return logs.size();
    }

    /** The log of a pod's container, if it is being read or was a short time ago. */
    synchronized Optional<SharedLog> find(KubePod pod, String container) {
        return Optional.ofNullable(logs.get(new Key(pod.uid(), container)));
    }

    /** The log if it is being read; to be given back by {@link #leave}. */
    synchronized @Nullable SharedLog enter(ContainerLog log, RingPlace viewer) {
        SharedLog shared = logs.get(Key.of(log));
        if (shared != null) {
            viewer.entered(shared.enter());
        }
        return shared;
    }

    /** The log, which is read from now on, at the latest; to be given back by {@link #leave}. */
    SharedLog enter(ContainerLog log, RingPlace viewer, Function<RingBudget, SharedLog> reading) {
        SharedLog shared;
        synchronized (this) {
            shared = enter(log, viewer);
            if (shared == null) {
                shared = reading.apply(budget);
                logs.put(Key.of(log), shared);
                budget.add(shared);
                viewer.entered(shared.enter());
            }
        }
        shared.pump();
        return shared;
    }

    void leave(ContainerLog log, SharedLog shared, RingPlace viewer) {
        if (shared.leave(viewer)) {
            long now = surroundings.alarms().nanos();
            boolean shown = surroundings.membership().shows(log.pod());
            long ttl = shown ? config.get().workerIdleTtlSeconds() * Timestamps.SECOND : 0;
            surroundings.alarms().at(now + ttl, () -> retire(Key.of(log), shared, now));
        }
    }

    private void retire(Key key, SharedLog shared, long since) {
        synchronized (this) {
            if (logs.get(key) != shared || !shared.isIdleSince(since)) {
                return;
            }
            logs.remove(key);
            budget.remove(shared);
        }
        shared.close();
    }
}
