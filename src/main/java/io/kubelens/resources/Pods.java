package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubePod;
import io.kubelens.request.Query;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pods of the allowed namespaces, for routes. */
public final class Pods {
    private final ClusterCache cache;
    private final Clock clock;
    private final Metrics metrics;

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

    /** As the query asks: {@code light} leaves out what lists do not show, unless {@code metrics} is asked for. */
    public List<PodJson> renderAll(List<KubePod> pods, Query query) {
        Instant now = clock.instant();
        boolean light = Light.isAsked(query);
        LatestUsage usage = pods.isEmpty()
                ? LatestUsage.UNKNOWN
                : metrics.asked(pods.getFirst().namespace(), query);
        return pods.stream()
                .map(pod -> light ? PodJson.light(pod, now) : PodJson.full(pod, now, usage))
                .toList();
    }

    /** With everything; usage when the query asks for {@code metrics}. */
    public PodJson render(KubePod pod, Query query) {
        return PodJson.full(pod, clock.instant(), metrics.asked(pod.namespace(), query));
    }
}
