package io.kubelens.resources;

import static org.awaitility.Awaitility.await;

import io.kubelens.demo.DemoCluster;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.ServiceCluster;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/** A cache over an embedded cluster, whose only allowed namespace is {@code shop}. */
final class CachedCluster implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster api = DemoCluster.start(vertx, 0);
    private final ServiceCluster service = ServiceCluster.at(api.url(), List.of("shop"), vertx);
    final ClusterCache cache = new ClusterCache(service, List.of("Deployment"));

    /** Holds these objects, given as maps of what their YAML would say. */
    static CachedCluster of(List<Map<String, Object>> objects) {
        CachedCluster cluster = new CachedCluster();
        objects.forEach(cluster.api::put);
        cluster.cache.start();
        await().until(cluster.cache::synced);
        return cluster;
    }

    static Map<String, Object> pod(String name) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("namespace", "shop", "name", name, "labels", Map.of("app", "web")),
                "spec",
                Map.of("containers", List.of(Map.of("name", "web", "image", "web:1"))));
    }

    static Map<String, Object> deployment(String name) {
        return Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("namespace", "shop", "name", name),
                "spec",
                Map.of(
                        "selector",
                        Map.of("matchLabels", Map.of("app", name)),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", Map.of("app", name)),
                                "spec",
                                Map.of("containers", List.of(Map.of("name", "web", "image", "web:1"))))));
    }

    @Override
    public void close() {
        cache.close();
        service.close();
        api.close();
        vertx.close();
    }
}
