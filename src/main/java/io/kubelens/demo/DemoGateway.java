package io.kubelens.demo;

import io.kubelens.KubeLens;
import io.kubelens.cli.Launch;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The gateway on an embedded cluster and issuer, all in this process and on this machine only. */
public final class DemoGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final DemoIssuer issuer;
    private final DemoCluster cluster;
    private final DemoWorkload workload;
    private final KubeLens kubelens;

    /**
     * Where to listen.
     *
     * @param main of the gateway, 0 for any
     * @param issuer 0 for any
     * @param management 0 for none
     */
    public record Ports(int main, int issuer, int management) {
        public static final Ports FREE = new Ports(0, 0, 0);
    }

    private DemoGateway(Ports ports, List<Path> routes, String properties, String sections) throws IOException {
        try {
            Vertx vertx = Vertx.vertx();
            started.push(() ->
                    vertx.close().toCompletionStage().toCompletableFuture().join());
            issuer = own(DemoIssuer.start(vertx, ports.issuer()));
            cluster = own(DemoCluster.start(vertx, 0));
            workload = own(DemoWorkload.create(cluster));
            kubelens = own(KubeLens.start(launch(ports, routes, properties, sections)));
            awaitReady();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts it, and returns when it is ready. Its world stands still until told to run.
     *
     * @param routes folders of routes
     * @param properties the file of Camel's settings, or empty
     * @throws IOException if route files cannot be read
     * @throws RuntimeException if it cannot start; the message names the fix
     */
    public static DemoGateway start(Ports ports, List<Path> routes, String properties) throws IOException {
        return start(ports, routes, properties, "");
    }

    /**
     * Starts one with more in its configuration.
     *
     * @param sections what comes after the demo's own, in YAML
     */
    public static DemoGateway start(Ports ports, List<Path> routes, String properties, String sections)
            throws IOException {
        return new DemoGateway(ports, routes, properties, sections);
    }

    public URI url() {
        return URI.create("http://localhost:" + kubelens.port());
    }

    public DemoIssuer issuer() {
        return issuer;
    }

    public DemoCluster cluster() {
        return cluster;
    }

    public DemoWorkload workload() {
        return workload;
    }

    private Launch launch(Ports ports, List<Path> routes, String properties, String sections) throws IOException {
        Path folder = Files.createTempDirectory("kubelens-demo");
        Path config = folder.resolve("config.yaml");
        Path kubeconfig = folder.resolve("kubeconfig");
        started.push(() -> {
            Files.deleteIfExists(config);
            Files.deleteIfExists(kubeconfig);
            Files.delete(folder);
        });
        Files.writeString(config, DemoWorkload.gatewayConfig(issuer.url()) + sections);
        Files.writeString(kubeconfig, kubeconfig(cluster.url()));
        ConfigFile.Loaded read = ConfigFile.read(config, Map.of());
        Gateway.Listen listen = new Gateway.Listen("127.0.0.1", ports.main());
        return new Launch(read, listen, ports.management(), routes, kubeconfig, properties);
    }

    private static String kubeconfig(URI cluster) {
        return """
                apiVersion: v1
                kind: Config
                current-context: demo
                clusters:
                  - name: demo
                    cluster: {server: "%s"}
                contexts:
                  - name: demo
                    context: {cluster: demo, user: demo}
                users:
                  - name: demo
                    user: {}
                """
                .formatted(cluster);
    }

    private void awaitReady() {
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!kubelens.isReady() && !never.await(20, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the gateway did not become ready within " + PATIENCE.toSeconds()
                            + " s; see the log above");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends AutoCloseable> T own(T made) {
        started.push(made);
        return made;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("kubelens demo: could not stop cleanly: " + e.getMessage());
            }
        }
    }
}
