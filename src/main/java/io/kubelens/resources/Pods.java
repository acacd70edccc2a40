package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubePod;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of the allowed namespaces, for routes. */
public final class Pods {
    private final ClusterCache cache;
    private final Clock clock;
    private final Metrics metrics;
    private final Renderings<KubePod, PodJson> light = new Renderings<>();
    private final Renderings<KubePod, PodJson> full = new Renderings<>();
    private final Renderings<KubePod, PodJson> measured = new Renderings<>();

    public Pods(ClusterCache cache, Clock clock, Metrics metrics) {
        this.cache = cache;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** By name. */
    public List<KubePod> list(String namespace) {
        return cache.pods(namespace);
    }

    /** The one of that name; {@link NotFound} when there is none. */
    public KubePod get(String namespace, @Nullable String name) {
        return cache.pod(namespace, Kept.name(name)).orElseThrow(() -> new NotFound("pod not found"));
    }

    /**
     * As the query asks: {@code light} leaves out what lists do not show, unless {@code metrics} is asked for. All are of
     * one namespace. Ages are those of the last full minute, so that the answer stays the same for as long.
     */
    @Reads({Light.class, Measured.class})
    public List<PodJson> renderAll(List<KubePod> pods, Query query) {
        if (pods.isEmpty()) {
            return new RenderedList<>(List.of());
        }
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        String namespace = pods.getFirst().namespace();
        if (Light.isAsked(query)) {
            return light.of(namespace, pods, minute, pod -> age(pod, minute), pod -> PodJson.light(pod, minute));
        }
        LatestUsage usage = metrics.asked(namespace, query);
        return (Measured.isAsked(query) ? measured : full)
                .of(
                        namespace,
                        pods,
                        List.of(minute, usage),
                        pod -> age(pod, minute) + " " + usage.of(List.of(pod.name())),
                        pod -> PodJson.full(pod, minute, usage));
    }

    private static String age(KubePod pod, Instant now) {
        return Age.of(pod.object().getMetadata().getCreationTimestamp(), now);
    }

    /** What {@code Cache-Control} says of a list. */
    @Reads({Light.class, Measured.class})
    public String caching(Query query) {
        return Light.caching(query);
    }

    /** The pod, before anything has been read for it. Refuses flags that are neither true nor false, before that. */
    @Reads(Measured.class)
    public Inspection inspect(KubePod pod, Query query) {
        Measured.check(query);
        return Inspection.of(pod);
    }

    /** With everything; usage when the query asks for {@code metrics}. */
    @Reads(Measured.class)
    public PodJson render(Inspection inspection, Query query) {
        KubePod pod = pod(inspection);
        return PodJson.full(pod, inspection, clock.instant(), metrics.asked(pod.namespace(), query));
    }

    /** With everything, and what else there is to know of each container. */
    @Reads(Measured.class)
    public PodDetailsJson renderDetails(Inspection inspection, Query query) {
        KubePod pod = pod(inspection);
        return PodDetailsJson.of(pod, inspection, clock.instant(), metrics.asked(pod.namespace(), query));
    }

    private static KubePod pod(Inspection inspection) {
        if (inspection.subject() instanceof KubePod pod) {
            return pod;
        }
        throw new IllegalStateException("not a pod: " + inspection);
    }
}
