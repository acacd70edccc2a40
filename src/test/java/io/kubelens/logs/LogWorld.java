package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kubelens.config.Config;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.request.Query;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Logs over a fake API server, a cache that the test fills, and time that the test moves. */
final class LogWorld implements AutoCloseable {
    static final String REFUSED = "refused";
    static final long T0 = Timestamps.parse("2026-01-01T00:01:00Z");

    final FakeApi api = new FakeApi();
    final ManualAlarms alarms = new ManualAlarms();
    private final List<Runnable> watches = new CopyOnWriteArrayList<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();
    final Map<String, KubePod> cache = new ConcurrentHashMap<>() {
        @Override
        public KubePod put(String name, KubePod pod) {
            KubePod before = super.put(name, pod);
            watches.forEach(Runnable::run);
            return before;
        }
    };
    Membership.@Nullable Listener members;
    final Logs logs;
    private final LogCounts counts = new LogCounts();

    LogWorld() {
        this(10_000);
    }

    LogWorld(int maxLineLength) {
        this(maxLineLength, 1 << 27);
    }

    LogWorld(int maxLineLength, long bufferBytes) {
        Config.Logs config = new Config.Logs(
                10_000, 10_000, maxLineLength, 250, bufferBytes, 10_000, 0, 60, 0, 0, List.of(), List.of("shop"));
        logs = new Logs(
                () -> config,
                new Surroundings(
                        api.podLogs(),
                        (namespace, name) -> Optional.ofNullable(cache.get(name)),
                        new Members(),
                        this::join,
                        alarms,
                        Clock.fixed(Instant.parse("2026-01-01T01:00:00Z"), ZoneOffset.UTC),
                        () -> 0,
                        counts,
                        new UpstreamSlots()));
    }

    /** Policy hides a pod from now on. */
    void hide(String pod) {
        hidden.add(pod);
        logs.reconsider();
    }

    /** The pod gets a label that policy hides. */
    void relabel(String pod) {
        hidden.add(pod);
        cache.put(pod, Objects.requireNonNull(cache.get(pod)));
    }

    /** Policy cannot be asked about a pod from now on. */
    void doubt(String pod) {
        doubtful.add(pod);
    }

    private final class Members implements Membership {
        @Override
        public Watch watch(KubeApp app, Listener listener) {
            members = listener;
            return () -> members = null;
        }

        @Override
        public boolean shows(KubeApp app) {
            return true;
        }

        @Override
        public boolean shows(KubePod pod) {
            if (doubtful.contains(pod.name())) {
                throw new IllegalStateException("nobody knows");
            }
            return !hidden.contains(pod.name());
        }

        @Override
        public Watch watch(KubePod pod, Runnable changed) {
            watches.add(changed);
            return () -> watches.remove(changed);
        }
    }

    private PodLog join(KubePod pod, Query query) {
        if (pod.name().equals(REFUSED)) {
            throw new ContainerNotFound("container not found");
        }
        return logs.open(pod, query);
    }

    FakeLog pod(String name) {
        cache.put(name, Pods.running(name));
        return api.log(name, "main");
    }

    long buffered() {
        return logs.buffered();
    }

    LogCounts counts() {
        return counts;
    }

    Viewer view(String pod, String query, @Nullable String lastEventId) {
        return view(pod, query, lastEventId, "text/event-stream");
    }

    Viewer view(String pod, String query, @Nullable String lastEventId, String mediaType) {
        KubePod known = cache.get(pod);
        if (known == null) {
            throw new AssertionError(pod);
        }
        return new Viewer(logs.stream(new PodLog(known, List.of("main")), query(query), lastEventId, mediaType));
    }

    Viewer viewApp(List<String> pods, String query, @Nullable String lastEventId) {
        List<PodLog> chosen = pods.stream()
                .map(name -> new PodLog(Objects.requireNonNull(cache.get(name)), List.of("main")))
                .toList();
        return new Viewer(logs.merge(app(), chosen, query(query), lastEventId, "text/event-stream"));
    }

    /** The way the routes take: a pod's containers are chosen by the query. */
    Viewer open(String pod, String query, @Nullable String lastEventId, String mediaType) {
        Query asked = query(query);
        return new Viewer(logs.stream(chosen(pod, asked), asked, lastEventId, mediaType));
    }

    /** As {@link #open} for an app of these pods. */
    Viewer openApp(List<String> pods, String query, @Nullable String lastEventId) {
        Query asked = query(query);
        List<PodLog> chosen = pods.stream().map(name -> chosen(name, asked)).toList();
        return new Viewer(logs.merge(app(), chosen, asked, lastEventId, "text/event-stream"));
    }

    private PodLog chosen(String pod, Query query) {
        return logs.open(Objects.requireNonNull(cache.get(pod)), query);
    }

    static KubeApp app() {
        var object = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
        return new KubeApp("Deployment", object, List.of());
    }

    static Query query(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        return new Query(values);
    }

    @Override
    public void close() {
        api.close();
    }
}
