package io.kubelens.kube;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubelens.HeardLog;
import io.kubelens.config.Config;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A cache of the namespaces {@code shop} and {@code payments} of a {@link FakeApi}, and what it warns of. */
final class WatchedShop implements AutoCloseable {
    private static final List<String> PATHS = Stream.of("shop", "payments")
            .flatMap(namespace -> Stream.of(
                            "/api/v1/namespaces/%s/pods",
                            "/apis/apps/v1/namespaces/%s/deployments",
                            "/apis/apps/v1/namespaces/%s/statefulsets",
                            "/apis/apps/v1/namespaces/%s/replicasets",
                            "/apis/batch/v1/namespaces/%s/jobs",
                            "/apis/batch/v1/namespaces/%s/cronjobs")
                    .map(path -> path.formatted(namespace)))
            .toList();

    private final Vertx vertx = Vertx.vertx();
    private final HeardLog log = HeardLog.of(Troubles.class).listen();
    private final ServiceCluster cluster;
    final AtomicLong nanoTime = new AtomicLong();
    final FakeApi api = new FakeApi(vertx);
    final ClusterCache cache;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    WatchedShop(List<String> kinds, Config.CustomResource... custom) {
        cluster = ServiceCluster.at(api.uri(), List.of("shop", "payments"), vertx);
        cache = new ClusterCache(cluster, kinds, List.of(custom), nanoTime::get);
        // Behind the cache's own listeners: what is heard here the cache has heard.
        PATHS.forEach(path -> cluster.listen(path, opening(path)));
    }

    /** Adds or replaces an object of {@code shop}, given as YAML. */
    void put(String plural, String yaml) {
        HasMetadata object = (HasMetadata) Serialization.unmarshal(yaml, KubernetesResource.class);
        object.getMetadata().setNamespace("shop");
        api.put(plural, object);
    }

    /** A pod with these labels, written as YAML's flow form, owned by what is given as one of its owner references. */
    void pod(String name, String labels, String owner) {
        put(
                "pods",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, uid: uid-%s, labels: %s, ownerReferences: [%s]}
                spec: {containers: [{name: app, image: "app:1"}]}
                """
                        .formatted(name, name, labels, owner));
    }

    /** An owner reference to an object whose uid is {@code uid-<name>}. */
    static String owner(String apiVersion, String kind, String name) {
        return "{apiVersion: %s, kind: %s, name: %s, uid: uid-%s, controller: true}"
                .formatted(apiVersion, kind, name, name);
    }

    WatchedShop synced() {
        api.start();
        cache.start();
        await().atMost(Duration.ofSeconds(20)).until(cache::synced);
        return this;
    }

    private ApiAnswers.Listener opening(String path) {
        return new ApiAnswers.Listener() {
            @Override
            public void answered(int code) {
                answers.put(path, code);
                if (code == 101) {
                    open.add(path);
                }
            }

            @Override
            public void failed(Throwable failure) {
                open.remove(path);
            }
        };
    }

    /** Waits until every watch has been opened, by the client's account. */
    void watching() {
        await("every watch is open").atMost(Duration.ofSeconds(60)).until(() -> open.size() == PATHS.size());
    }

    /** Waits until every watch has failed. */
    void cutOff() {
        await("no watch is open").atMost(Duration.ofSeconds(60)).until(open::isEmpty);
    }

    /** What the API server has answered last for a collection ({@code pods}) of {@code shop}; 0 for nothing yet. */
    int answered(String plural) {
        return PATHS.stream()
                .filter(path -> path.endsWith("/shop/" + plural))
                .mapToInt(path -> answers.getOrDefault(path, 0))
                .sum();
    }

    List<String> warnings() {
        return log.lines();
    }

    List<String> apps() {
        return cache.apps("shop").stream()
                .map(app -> app.kind() + " " + app.name() + " "
                        + app.pods().stream().map(KubePod::name).toList())
                .toList();
    }

    String ownerApp(String pod) {
        return cache.pod("shop", pod).flatMap(KubePod::ownerApp).orElse("");
    }

    @Override
    public void close() {
        log.close();
        cache.close();
        cluster.close();
        api.close();
        vertx.close();
    }
}
