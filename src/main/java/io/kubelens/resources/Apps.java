package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.request.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workloads of the allowed namespaces, for routes. */
public final class Apps {
    private final ClusterCache cache;

    public Apps(ClusterCache cache) {
        this.cache = cache;
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
        return apps.stream()
                .map(app -> light ? AppJson.light(app) : AppJson.full(app))
                .toList();
    }

    /** With everything. */
    public AppJson render(KubeApp app) {
        return AppJson.full(app);
    }
}
