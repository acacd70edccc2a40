package io.kubelens.resources;

import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workloads of the allowed namespaces, for routes. */
public final class Apps {
    /** Of which light lists of apps are made, but the apps. */
    private static final Object NOTHING_ELSE = "";

    private final ClusterCache cache;
    private final Metrics metrics;
    private final Renderings<KubeApp, AppJson> light = new Renderings<>(Apps::outline);
    private final Renderings<KubeApp, AppJson> full = new Renderings<>(Apps::whole);
    private final Renderings<KubeApp, AppJson> measured = new Renderings<>(Apps::whole);

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
            return List.of();
        }
        String namespace = apps.getFirst().namespace();
        if (Light.isAsked(query)) {
            return light.of(namespace, apps, NOTHING_ELSE, AppJson::light);
        }
        LatestUsage usage = metrics.asked(namespace, query);
        return (Measured.isAsked(query) ? measured : full).of(namespace, apps, usage, app -> AppJson.full(app, usage));
    }

    /** What the light form shows: the app itself, and what a custom resource is told of by its pods. */
    private static List<Object> outline(KubeApp app) {
        return List.of(app.object(), app.replicas() + "/" + app.readyReplicas() + " " + AppJson.image(app));
    }

    /** The app itself and its pods: the full form shows both. */
    private static List<Object> whole(KubeApp app) {
        List<Object> all = new ArrayList<>();
        all.add(app.object());
        app.pods().forEach(pod -> all.add(pod.object()));
        return all;
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
