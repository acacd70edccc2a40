package io.kubelens;

import io.kubelens.config.Config;
import io.kubelens.http.CurrentRoutes;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeEvents;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.KubernetesUnavailable;
import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.kube.PodEvent;
import io.kubelens.kube.ServiceCluster;
import io.kubelens.logs.Logs;
import io.kubelens.retention.Capture;
import io.kubelens.retention.Captures;
import io.kubelens.retention.Followed;
import io.kubelens.retention.KeptPods;
import io.kubelens.retention.Room;
import io.kubelens.retention.route.CaptureWatch;
import io.kubelens.retention.route.SummarizePods;
import io.kubelens.store.Capsule;
import io.kubelens.store.CapsuleQuery;
import io.kubelens.store.ChunkPage;
import io.kubelens.store.LineChunk;
import io.kubelens.store.Store;
import io.kubelens.store.route.Summaries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.AggregationRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps the logs of containers that end, and shows them: made, named for the routes, and told of pods. */
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Room room = new Room();
    private final Captures captures;
    private final Capture capture;
    private final Followed followed;
    private final KeptPods keptPods;
    private final AggregationRepository summaries;
    private final LiveConfig live;
    private final ClusterCache cache;
    private final boolean looks;
    private final boolean keeps;
    private ClusterCache.@Nullable Subscription hearing;
    private final AppMembership policy;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("follow").factory());

    Retention(
            LiveConfig live,
            ServiceCluster cluster,
            LogUpstream upstream,
            Logs logs,
            ClusterCache cache,
            AppMembership policy,
            CurrentRoutes routes,
            Store store,
            Clock clock) {
        this.live = live;
        this.cache = cache;
        this.policy = policy;
        Config config = live.get();
        IntSupplier maxLines = () -> live.logs().maxTailLines();
        Predicate<KubePod> ahead =
                switch (config.retention().follow()) {
                    case "all" -> pod -> true;
                    case "viewed" ->
                        pod -> pod.containers().stream().anyMatch(container -> logs.isRead(pod, container));
                    default -> pod -> false;
                };
        followed = new Followed(upstream, ahead, policy::hides, maxLines, room, clock, System::nanoTime);
        captures =
                new Captures(Duration.ofSeconds(config.kubernetes().terminatedLogTtl()), clock, room, followed::drop);
        capture = new Capture(
                upstream,
                cache::pod,
                new KubeEvents(cluster.client())::of,
                captures,
                followed,
                (ended, patience) -> logs.held(
                        ended.pod(), ended.run().container(), ended.run().restart(), patience),
                maxLines,
                room,
                clock);
        keptPods = new KeptPods(cache::pod, query -> load(routes, query), page -> chunks(routes, page), clock);
        summaries = Summaries.of(store, "summaries");
        keeps = config.kubernetes().terminatedLogTtl() > 0;
        looks = keeps && !config.retention().follow().equals("on_termination");
        store.receipts().listen(captures::stored);
        if (keeps) {
            hearing = cache.onPod(this::hear);
        }
    }

    /** Of what policy hides nothing is remembered, so that it can be taken when policy comes to show it. */
    private void hear(PodEvent event) {
        if (event.kind() == PodEvent.Kind.DELETED || !policy.hides(event.pod())) {
            followed.hear(event);
            captures.hear(event);
        }
        if (event.kind() == PodEvent.Kind.DELETED) {
            followed.ofPod(event.pod().uid()).stream()
                    .filter(key -> !captures.awaits(key))
                    .forEach(followed::drop);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Capsule> load(CurrentRoutes routes, CapsuleQuery query) {
        return (List<Capsule>) routes.call("direct:logs-load", query, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<LineChunk> chunks(CurrentRoutes routes, ChunkPage page) {
        return (List<LineChunk>) routes.call("direct:logs-chunks", page, Map.of());
    }

    Map<String, Object> beans() {
        return Map.of(
                "captures",
                captures,
                "capture",
                capture,
                "captureWatch",
                new CaptureWatch(captures),
                "gatherBodies",
                new GroupedBodyAggregationStrategy(),
                "keptPods",
                keptPods,
                "podSummaries",
                summaries,
                "summarizePods",
                new SummarizePods());
    }

    void start() {
        captures.start();
        if (looks) {
            var unused =
                    looking.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Policy has changed: what it hides is not followed on, and what it has come to show is kept from now on. */
    void reconsider() {
        followed.reconsider();
        if (keeps) {
            look(pod -> hear(new PodEvent(PodEvent.Kind.MODIFIED, pod)));
        }
    }

    /** Viewers come without any change of a pod, and what was followed may have broken off. */
    private void look() {
        look(followed::look);
    }

    private void look(Consumer<KubePod> eye) {
        for (String namespace : live.namespaces()) {
            try {
                cache.pods(namespace).forEach(eye);
            } catch (NamespaceRefused | KubernetesUnavailable e) {
                LOG.debug("pods of {} are not known now, and are told of when they are: {}", namespace, e.toString());
            } catch (RuntimeException e) {
                LOG.error("some pods of {} were not looked at for logs to keep", namespace, e);
            }
        }
    }

    void measure(MeterRegistry meters) {
        Gauge.builder("kubelens.captures.pending", captures, Captures::pending)
                .description("Runs of containers that have ended and whose logs are not stored yet")
                .register(meters);
        Gauge.builder("kubelens.captures.held", room, Room::used)
                .description("Logs that are followed, being read, or wait for the store")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("kubelens.captures.followed", followed, Followed::size)
                .description("Logs that are followed because Kubernetes may let go of them")
                .register(meters);
        counter(meters, "stored", captures.counts().captured(), "Ended runs whose logs the store has");
        counter(meters, "gaps", captures.counts().gaps(), "Of the stored, those whose end nobody had any more");
        counter(meters, "lost", captures.counts().lost(), "Ended runs that were not stored before their time was over");
        counter(meters, "failures", captures.counts().failures(), "Attempts that failed and are repeated");
    }

    private static void counter(MeterRegistry meters, String name, LongAdder value, String description) {
        FunctionCounter.builder("kubelens.captures." + name, value, LongAdder::sum)
                .description(description)
                .register(meters);
    }

    @Override
    public void close() {
        if (hearing != null) {
            hearing.close();
        }
        looking.shutdownNow();
        captures.close();
        followed.close();
    }
}
