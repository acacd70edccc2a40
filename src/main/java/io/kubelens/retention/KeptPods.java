package io.kubelens.retention;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.GonePod;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Previous;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import io.kubelens.store.Capsule;
import io.kubelens.store.CapsuleGap;
import io.kubelens.store.CapsuleQuery;
import io.kubelens.store.ChunkPage;
import io.kubelens.store.LineChunk;
import io.kubelens.store.Termination;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pods as viewers may ask for them: those that are there, and those of which logs are kept. */
public final class KeptPods {
    private static final Logger LOG = LoggerFactory.getLogger(KeptPods.class);

    /** An app's stream takes in so many pods that are gone, those that ended last. */
    private static final int OF_APP = 100;

    /** A store that did not answer is not asked for so long where it can be done without. */
    private static final Duration OUTAGE = Duration.ofSeconds(10);

    private final BiFunction<String, String, Optional<KubePod>> cache;
    private final Function<CapsuleQuery, List<Capsule>> load;
    private final Function<ChunkPage, List<LineChunk>> chunks;
    private final Clock clock;
    private volatile long asksAgain = System.nanoTime();

    /**
     * @param cache the pod of a namespace and a name
     * @param load as {@code direct:logs-load}
     * @param chunks as {@code direct:logs-chunks}
     */
    public KeptPods(
            BiFunction<String, String, Optional<KubePod>> cache,
            Function<CapsuleQuery, List<Capsule>> load,
            Function<ChunkPage, List<LineChunk>> chunks,
            Clock clock) {
        this.cache = cache;
        this.load = load;
        this.chunks = chunks;
        this.clock = clock;
    }

    /**
     * Whether the pod that is asked for is not there as it is asked for: another one bears its name, or the run before is
     * meant and Kubernetes knows of none.
     *
     * @throws BadRequest when {@code uid} cannot be one
     */
    @Reads({Wanted.class, Previous.class})
    public boolean isGone(String namespace, @Nullable String name, Query query) {
        Wanted wanted = Wanted.of(query);
        return cache.apply(namespace, name(name))
                .filter(pod -> wanted.is(pod.uid()))
                .filter(pod ->
                        !wanted.previous() || ContainerRun.ended(pod).stream().anyMatch(ContainerRun::previous))
                .isEmpty();
    }

    /** What to ask the store for. */
    @Reads({Wanted.class, Previous.class})
    public CapsuleQuery query(String namespace, @Nullable String name, Query query) {
        return CapsuleQuery.ofPod(namespace, name(name))
                .withUid(Wanted.of(query).uid());
    }

    /** What to ask the store for, of a whole namespace. */
    public CapsuleQuery query(String namespace) {
        return CapsuleQuery.ofNamespace(namespace);
    }

    /**
     * The pod of that name that ended last; with {@code previous}, its runs before the last ones, or the last ones where
     * they are all there is. A pod that is there, when nothing is kept.
     *
     * @param kept of pods of that name, those that ended last first
     * @throws Gone when nothing is kept, and no pod is there
     */
    @Reads({Wanted.class, Previous.class})
    public KubePod pod(List<Capsule> kept, String namespace, @Nullable String name, Query query) {
        Wanted wanted = Wanted.of(query);
        if (kept.isEmpty()) {
            return cache.apply(namespace, name(name))
                    .filter(pod -> wanted.is(pod.uid()))
                    .orElseThrow(() -> new Gone("pod not found"));
        }
        return gone(byPod(kept).values().iterator().next(), wanted.previous());
    }

    /**
     * The app with those of its pods that are gone. While the store does not answer, without: who follows the living must
     * not suffer from it.
     */
    @Reads(Previous.class)
    public KubeApp withGone(KubeApp app, Query query) {
        if (query.flag(Previous.FLAG)) {
            return app;
        }
        List<KubePod> all = new ArrayList<>(app.pods());
        byPod(keptOf(app)).values().stream()
                .filter(pod -> !isThere(pod.getFirst().termination()))
                .limit(OF_APP)
                .map(pod -> gone(pod, false))
                .filter(app::selects)
                .forEach(all::add);
        return app.withPods(all);
    }

    private List<Capsule> keptOf(KubeApp app) {
        if (System.nanoTime() - asksAgain < 0) {
            return List.of();
        }
        try {
            return load.apply(CapsuleQuery.ofApp(app.namespace(), app.name()));
        } catch (RuntimeException e) {
            asksAgain = System.nanoTime() + OUTAGE.toNanos();
            LOG.warn("The store does not answer for the pods of an app that are gone: {}", e.toString());
            return List.of();
        }
    }

    private boolean isThere(Termination ended) {
        return cache.apply(ended.namespace(), ended.podName())
                .filter(pod -> pod.uid().equals(ended.key().podUid()))
                .isPresent();
    }

    /** As they come, by pod. */
    private static Map<String, List<Capsule>> byPod(Collection<Capsule> kept) {
        Map<String, List<Capsule>> pods = new LinkedHashMap<>();
        kept.forEach(capsule -> pods.computeIfAbsent(capsule.key().podUid(), uid -> new ArrayList<>())
                .add(capsule));
        return pods;
    }

    private KubePod gone(List<Capsule> kept, boolean previous) {
        Termination any = kept.getFirst().termination();
        List<CapsuleLog.Kept> runs = new ArrayList<>();
        List<String> containers = new ArrayList<>(any.containers());
        kept.stream()
                .map(capsule -> capsule.key().container())
                .filter(name -> !containers.contains(name))
                .forEach(containers::add);
        containers.removeIf(container -> !runs.addAll(runs(kept, container, previous)));
        GonePod pod = new GonePod(runs.stream().map(KeptPods::run).toList(), new CapsuleLog(runs, chunks, clock));
        return pod.as(
                new GonePod.Identity(
                        any.namespace(), any.podName(), any.key().podUid(), any.labels(), any.app(), any.createdAt()),
                containers);
    }

    /** Of one container the last run, and the one before. */
    private static List<CapsuleLog.Kept> runs(List<Capsule> kept, String container, boolean previous) {
        List<Capsule> newest = kept.stream()
                .filter(capsule -> capsule.key().container().equals(container))
                .sorted(Comparator.comparing(capsule -> -capsule.key().restart()))
                .limit(2)
                .toList();
        List<CapsuleLog.Kept> runs = new ArrayList<>();
        for (Capsule capsule : newest) {
            runs.add(new CapsuleLog.Kept(capsule, !runs.isEmpty() || (previous && newest.size() == 1)));
        }
        return runs;
    }

    private static GonePod.Run run(CapsuleLog.Kept kept) {
        Termination ended = kept.capsule().termination();
        CapsuleGap gap = kept.capsule().gap();
        return new GonePod.Run(
                new ContainerRun(
                        ended.key().container(),
                        ended.key().restart(),
                        ended.startedAt(),
                        ended.terminatedAt(),
                        ended.exitCode(),
                        ended.signal(),
                        ended.reason(),
                        kept.previous()),
                gap == null ? null : gap.reason());
    }

    /** As the listing shows them. */
    public List<TerminatedJson> render(List<Capsule> kept) {
        return kept.stream().map(TerminatedJson::of).toList();
    }

    /** Camel makes null of the text {@code null}, which is a good name. */
    private static String name(@Nullable String name) {
        return name == null ? "null" : name;
    }
}
