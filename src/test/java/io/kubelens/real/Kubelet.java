package io.kubelens.real;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The log side of a kubelet, as a node of a {@link KubeApi}: {@code GET pods/{name}/log} of a pod on this node passes
 * through the real API server to here. TLS, and only the API server's client certificate is let in.
 *
 * <p>Lines that are there are sent in large pieces, new ones as they come, one write each.
 */
public final class Kubelet implements AutoCloseable {
    private final Map<Container, ContainerLog> logs = new ConcurrentHashMap<>();
    private final Map<Container, BulkLog> loads = new ConcurrentHashMap<>();
    private final KubeApi api;
    private final Clock clock;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final HttpServer server;

    private Kubelet(KubeApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
        this.server = vertx.createHttpServer(tls(api.certificate()))
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Starts one and registers its node. */
    public static Kubelet start(KubeApi api) {
        return start(api, Clock.systemUTC());
    }

    /** Starts one and registers its node; {@code sinceSeconds} counts back from this clock. */
    public static Kubelet start(KubeApi api, Clock clock) {
        Kubelet kubelet = new Kubelet(api, clock);
        api.admin().nodes().resource(kubelet.node()).create();
        return kubelet;
    }

    private static HttpServerOptions tls(TestCertificate certificate) {
        String file = certificate.certificateFile().toString();
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(file)
                        .setKeyPath(certificate.keyFile().toString()))
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(file));
    }

    public String nodeName() {
        return "node-" + server.actualPort();
    }

    private Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(nodeName())
                .endMetadata()
                .withNewStatus()
                .addNewAddress("127.0.0.1", "InternalIP")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(server.actualPort())
                .endDaemonEndpoints()
                .endStatus()
                .build();
    }

    /** The log of a container; asking for it is what makes it known, until then it is "waiting to start". */
    public ContainerLog log(String namespace, String pod, String container) {
        return logs.computeIfAbsent(new Container(namespace, pod, container), key -> new ContainerLog());
    }

    /** Answers for this container with a load, in place of its {@link #log}. */
    public void serve(String namespace, String pod, String container, BulkLog load) {
        loads.put(new Container(namespace, pod, container), load);
    }

    /** Forgets a pod's logs, as when it is deleted: open requests end cleanly, later ones get 404. */
    public void forget(String namespace, String pod) {
        logs.forEach((container, log) -> {
            if (container.of(namespace, pod)) {
                logs.remove(container);
                log.end();
            }
        });
        loads.forEach((container, load) -> {
            if (container.of(namespace, pod)) {
                loads.remove(container);
                load.end();
            }
        });
    }

    /** The log requests being answered now, over all containers. */
    public int open() {
        return logs.values().stream().mapToInt(ContainerLog::open).sum();
    }

    /** The log requests so far, over all containers. */
    public int opened() {
        return logs.values().stream().mapToInt(ContainerLog::opened).sum();
    }

    private void answer(HttpServerRequest request) {
        List<String> path = List.of(request.path().substring(1).split("/", -1));
        if (path.size() != 4 || !path.get(0).equals("containerLogs")) {
            refuse(request, 404, "404 page not found");
            return;
        }
        Container container = new Container(path.get(1), path.get(2), path.get(3));
        ContainerLog log = logs.get(container);
        if (log == null) {
            refuseUnknown(request, container);
            return;
        }
        if (log.refusal() != 0) {
            refuse(request, log.refusal(), "not now");
            return;
        }
        LogQuery query = LogQuery.of(request.params(), clock);
        BulkLog load = loads.get(container);
        if (load != null) {
            new BulkReader(load, query, Objects.requireNonNull(Vertx.currentContext()), request).start();
            return;
        }
        ContainerRun run = log.run(query.previous());
        if (run == null) {
            refuse(request, 400, "previous terminated container %s not found".formatted(container.quoted()));
            return;
        }
        new LogReader(log, run, query, Objects.requireNonNull(Vertx.currentContext()), request).start();
    }

    private void refuseUnknown(HttpServerRequest request, Container container) {
        if (logs.keySet().stream().anyMatch(known -> known.of(container.namespace(), container.pod()))) {
            refuse(request, 400, "container %s is waiting to start: ContainerCreating".formatted(container.quoted()));
        } else {
            refuse(request, 404, "pod \"%s\" not found".formatted(container.pod()));
        }
    }

    private static void refuse(HttpServerRequest request, int status, String text) {
        request.response().setStatusCode(status).end(text);
    }

    @Override
    public void close() {
        api.admin().nodes().withName(nodeName()).delete();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Container(String namespace, String pod, String name) {
        boolean of(String aNamespace, String aPod) {
            return namespace.equals(aNamespace) && pod.equals(aPod);
        }

        String quoted() {
            return "\"%s\" in pod \"%s\"".formatted(name, pod);
        }
    }
}
