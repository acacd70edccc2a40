package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workloads of the allowed namespaces, for routes. */
public final class Apps {
    /** Of which light lists of apps are made, but the apps. */
    private static final Object NOTHING_ELSE = "";

    private final ClusterCache cache;
    private final Metrics metrics;
    private final Renderings<KubeApp, AppJson> light = new Renderings<>();
    private final Renderings<KubeApp, AppJson> full = new Renderings<>();
    private final Renderings<KubeApp, AppJson> measured = new Renderings<>();

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

    /**
     * As the query asks: {@code light} leaves out what lists do not show, unless {@code metrics} is asked for. All are of
     * one namespace.
     */
    @Reads({Light.class, Measured.class})
    public List<AppJson> renderAll(List<KubeApp> apps, Query query) {
        if (apps.isEmpty()) {
            return new RenderedList<>(List.of());
        }
        String namespace = apps.getFirst().namespace();
        if (Light.isAsked(query)) {
            return light.of(namespace, apps, NOTHING_ELSE, app -> "", AppJson::light);
        }
        LatestUsage usage = metrics.asked(namespace, query);
        return (Measured.isAsked(query) ? measured : full)
                .of(namespace, apps, usage, app -> usage.of(podNames(app)).toString(), app -> AppJson.full(app, usage));
    }

    private static List<String> podNames(KubeApp app) {
        return app.pods().stream().map(KubePod::name).toList();
    }

    /** What {@code Cache-Control} says of a list. */
    @Reads({Light.class, Measured.class})
    public String caching(Query query) {
        return Light.caching(query);
    }

    /** The app, before anything has been read for it. Refuses flags that are neither true nor false, before that. */
    @Reads(Measured.class)
    public Inspection inspect(KubeApp app, Query query) {
        Measured.check(query);
        return Inspection.of(app);
    }

    /** With everything; usage when the query asks for {@code metrics}. */
    @Reads(Measured.class)
    public AppJson render(Inspection inspection, Query query) {
        if (inspection.subject() instanceof KubeApp app) {
            return AppJson.full(app, inspection, metrics.asked(app.namespace(), query));
        }
        throw new IllegalStateException("not an app: " + inspection);
    }
}
