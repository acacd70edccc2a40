package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.kube.ServiceCluster;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What pods use of CPU and memory, as metrics.k8s.io tells, for routes; see {@link NamespaceUsage}. */
public final class Metrics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, NamespaceUsage> namespaces = new ConcurrentHashMap<>();
    private final Supplier<? extends Collection<String>> allowed;
    private final Function<String, NamespaceUsage> usages;
    private final Clock clock;
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("usage").factory());
    private final ExecutorService asking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("usage-", 0).factory());

    /** Asks for nothing before somebody looks. */
    public Metrics(ServiceCluster cluster, Clock clock, LongSupplier nanoTime) {
        this(
                cluster::namespaces,
                namespace -> cluster.client().top().pods().metrics(namespace).getItems(),
                clock,
                nanoTime);
    }

    Metrics(
            Supplier<? extends Collection<String>> allowed,
            Function<String, List<PodMetrics>> kubernetes,
            Clock clock,
            LongSupplier nanoTime) {
        this.clock = clock;
        this.allowed = allowed;
        this.usages = namespace -> new NamespaceUsage(namespace, kubernetes, clock, nanoTime, asking);
        var unused = ticking.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        namespaces.keySet().retainAll(allowed.get());
        namespaces.values().forEach(NamespaceUsage::tick);
    }

    /** A pod's usage, and how it came to it; the query's {@code window} says since when. */
    @Reads(Window.class)
    public MetricsJson render(KubePod pod, Query query) {
        Window window = Window.of(query);
        NamespaceUsage usage = in(pod.namespace());
        LatestUsage latest = usage.look(PATIENCE);
        Instant begin = begin(pod, clock.instant().minus(window.duration()));
        List<MetricsJson.Sample> samples = usage.samples(pod.name(), begin).stream()
                .map(MetricsJson.Sample::of)
                .toList();
        ResourcesJson now = ResourcesJson.of(pod.object().getSpec(), latest.of(List.of(pod.name())));
        return new MetricsJson(now, window.text(), samples, latest.known());
    }

    /** Kubernetes measures names: what is older than the pod was another one, of a StatefulSet for example. */
    private static Instant begin(KubePod pod, Instant window) {
        return Optional.ofNullable(pod.object().getMetadata().getCreationTimestamp())
                .map(Instant::parse)
                .filter(window::isBefore)
                .orElse(window);
    }

    /** What is used in a namespace now, when the query asks for {@code metrics}; else unknown. */
    LatestUsage asked(String namespace, Query query) {
        return Measured.isAsked(query) ? in(namespace).look(PATIENCE) : LatestUsage.UNKNOWN;
    }

    private NamespaceUsage in(String namespace) {
        if (!allowed.get().contains(namespace)) {
            throw new NamespaceRefused("namespace not allowed");
        }
        return namespaces.computeIfAbsent(namespace, usages);
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        asking.shutdownNow();
    }
}
