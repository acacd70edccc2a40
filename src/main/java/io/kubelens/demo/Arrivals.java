package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Knows when changes of the cluster have arrived at the gateway. It watches each kind in order: when an object put last
 * is there, all before it are, and the same when it is gone again.
 */
final class Arrivals {
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** What the gateway of the demo watches, and the route that shows one. */
    private static final Map<String, String> WATCHED =
            Map.of("Pod", "pods", "Deployment", "apps", "StatefulSet", "apps");

    private final HttpClient client;
    private final URI gateway;
    private final Supplier<String> token;
    private final DemoCluster cluster;
    private final Duration patience;
    private int count;

    Arrivals(HttpClient client, URI gateway, Supplier<String> token, DemoCluster cluster, Duration patience) {
        this.client = client;
        this.gateway = gateway;
        this.token = token;
        this.cluster = cluster;
        this.patience = patience;
    }

    private record Place(String kind, String namespace) {}

    /**
     * Waits until the gateway has seen what happened to these objects; kinds and namespaces that it does not watch are
     * not waited for.
     */
    void await(List<ObjectNode> objects) {
        objects.stream()
                .map(object -> new Place(
                        object.path("kind").asText(),
                        object.at("/metadata/namespace").asText()))
                .filter(place -> WATCHED.containsKey(place.kind()))
                .distinct()
                .filter(place -> status("/api/v1/namespaces/" + place.namespace() + "/pods?light=true") != 403)
                .forEach(this::await);
    }

    private void await(Place place) {
        String name = "arrival-" + ++count;
        String path = "/api/v1/namespaces/" + place.namespace() + "/" + WATCHED.get(place.kind()) + "/" + name;
        cluster.put(object(place, name));
        try {
            await(path, 200);
        } finally {
            cluster.delete(place.kind(), place.namespace(), name);
        }
        await(path, 404);
    }

    private static ObjectNode object(Place place, String name) {
        ObjectNode object = Json.object().put("kind", place.kind());
        object.putObject("metadata").put("namespace", place.namespace()).put("name", name);
        ObjectNode spec = object.putObject("spec");
        if (place.kind().equals("Pod")) {
            spec.putArray("containers").addObject().put("name", "none");
        } else {
            spec.putObject("selector").putObject("matchLabels").put("arrival", name);
            spec.putObject("template").putObject("spec").putArray("containers");
        }
        return object;
    }

    private void await(String path, int wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (int status = status(path); status != wanted; status = status(path)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway does not see what happens in the cluster: " + path
                        + " answers " + status + " instead of " + wanted);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private int status(String path) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token.get())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException("no answer from the gateway: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
