package io.kubelens.real;

import io.kubelens.KubeLens;
import io.kubelens.cli.Launch;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The gateway, in this JVM, on the {@link RealCluster} with the rights of its manifests, and a client of it. */
public final class Lens implements AutoCloseable {
    private final Path directory;
    private final KubeLens kubelens;
    private final GatewayClient client;

    private Lens(String kubeconfigText, GatewayConfig config) throws IOException {
        directory = Files.createTempDirectory("kubelens-lens");
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), kubeconfigText);
        kubelens = KubeLens.start(new Launch(
                ConfigFile.read(config.write(directory), Map.of()),
                new Gateway.Listen("127.0.0.1", 0),
                0,
                List.of(Path.of("routes")),
                kubeconfig,
                "application.properties"));
        client = new GatewayClient(kubelens.port());
    }

    /** Starts one, ready or not. */
    static Lens start(RealCluster cluster, GatewayConfig config) {
        return start(cluster.gatewayKubeconfig(), config);
    }

    /** Starts one with another way to the cluster, ready or not. */
    static Lens start(String kubeconfig, GatewayConfig config) {
        try {
            return new Lens(kubeconfig, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one and waits until it is ready. */
    public static Lens ready(RealCluster cluster, GatewayConfig config) {
        Lens lens = start(cluster, config);
        lens.awaitReady();
        return lens;
    }

    void awaitReady() {
        Awaitility.await("the gateway is ready")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(client::isReady);
    }

    public GatewayClient client() {
        return client;
    }

    /** Stops the gateway as a signal does; the client stays. */
    void stop() {
        kubelens.close();
    }

    boolean isReady() {
        return kubelens.isReady();
    }

    @Override
    public void close() {
        client.close();
        kubelens.close();
        Directories.delete(directory);
    }
}
