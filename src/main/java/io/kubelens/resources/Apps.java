package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.request.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workloads of the allowed namespaces, for routes. */
public final class Apps {
    private final ClusterCache cache;
    private final Metrics metrics;

    public Apps(ClusterCache cache, Metrics metrics) {
        this.cache = cache;
        this.metrics = metrics;
    }

    /** By kind in configured order, then by name. */
    public List<KubeApp> list(String namespace) {
        return cache.apps(namespace);
    }

    /** The one of that name; {@link NotFound} when there is none. */
    public KubeApp get(String namespace, @Nullable String name) {
        return cache.app(namespace, Kept.name(name)).orElseThrow(() -> new NotFound("app not found"));
    }

    /** As the query asks: {@code light} leaves out what lists do not show, unless {@code metrics} is asked for. */
    public List<AppJson> renderAll(List<KubeApp> apps, Query query) {
        boolean light = Light.isAsked(query);
        LatestUsage usage = apps.isEmpty()
                ? LatestUsage.UNKNOWN
                : metrics.asked(apps.getFirst().namespace(), query);
        return apps.stream()
                .map(app -> light ? AppJson.light(app) : AppJson.full(app, usage))
                .toList();
    }

    /** With everything; usage when the query asks for {@code metrics}. */
    public AppJson render(KubeApp app, Query query) {
        return AppJson.full(app, metrics.asked(app.namespace(), query));
    }
}
