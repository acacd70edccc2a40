package io.kubelens.logs;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubelens.kube.PodLogs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that has nothing but pod logs, and a client of it. */
final class FakeApi implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, FakeLog> logs = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final KubernetesClient client;

    FakeApi() {
        server = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url().toString())
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    KubernetesClient client() {
        return client;
    }

    PodLogs podLogs() {
        return new PodLogs(client.getHttpClient(), url());
    }

    FakeLog log(String pod, String container) {
        return logs.computeIfAbsent(pod + '/' + container, key -> new FakeLog());
    }

    /** The log of the run before; without it Kubernetes refuses {@code previous}. */
    FakeLog previous(String pod, String container) {
        FakeLog log = log(pod, container + "?previous");
        log.stop();
        return log;
    }

    List<String> requests() {
        return requests;
    }

    private void serve(HttpServerRequest request) {
        requests.add(request.uri());
        String[] path = request.path().split("/", -1);
        boolean previous = Boolean.parseBoolean(request.getParam("previous"));
        FakeLog log = logs.get(path[6] + '/' + request.getParam("container") + (previous ? "?previous" : ""));
        if (log == null && previous) {
            request.response().setStatusCode(400).end("{\"message\":\"previous terminated container not found\"}");
            return;
        }
        if (log == null) {
            request.response().setStatusCode(404).end("{\"message\":\"pods not found\"}");
            return;
        }
        String tail = request.getParam("tailLines");
        String since = request.getParam("sinceTime");
        String limit = request.getParam("limitBytes");
        log.serve(
                request.response(),
                tail == null ? -1 : Integer.parseInt(tail),
                since == null
                        ? Long.MIN_VALUE / Timestamps.SECOND
                        : Instant.parse(since).getEpochSecond(),
                Boolean.parseBoolean(request.getParam("follow")),
                limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit));
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
