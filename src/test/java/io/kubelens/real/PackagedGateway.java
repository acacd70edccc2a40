package io.kubelens.real;

import static org.awaitility.Awaitility.await;

import io.kubelens.packaged.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The product as it is shipped, on one port, to be killed and started again. */
final class PackagedGateway implements AutoCloseable {
    private static final String NAME = "kubelens";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_HOME", System.getProperty("java.home"), "KUBELENS_LOG_FORMAT", "text");

    private final Path directory;
    private final List<String> command;
    private final GatewayClient client;
    private @Nullable ChildProcess process;

    private PackagedGateway(Path directory, List<String> command, int port) {
        this.directory = directory;
        this.command = command;
        this.client = new GatewayClient(port);
    }

    /** Unpacks it into an empty directory; {@link #start} is to follow. */
    static PackagedGateway in(Path directory, RealCluster cluster, GatewayConfig config) throws IOException {
        Path product = Files.createDirectory(directory.resolve("product"));
        Image.ofDockerfile().assemble(product);
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.gatewayKubeconfig());
        int port = ChildProcess.freePort();
        List<String> command = List.of(
                product.resolve("kubelens").toString(),
                "serve",
                "--config",
                config.write(directory).toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--port",
                Integer.toString(port),
                "--management-port",
                "0");
        return new PackagedGateway(directory, command, port);
    }

    GatewayClient client() {
        return client;
    }

    /** Puts another config.yaml in the place of the one before. */
    void configure(GatewayConfig config) throws IOException {
        config.write(directory);
    }

    /** A file of the product's routes, to be edited. */
    Path route(String name) {
        return directory.resolve("product/routes").resolve(name);
    }

    /** What it has said, in all its lives. */
    String output() {
        try {
            return Files.readString(directory.resolve(NAME + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is ready. */
    void start() {
        ChildProcess started = ChildProcess.start(NAME, directory, ENVIRONMENT, command);
        process = started;
        await("the gateway is ready").atMost(Duration.ofSeconds(30)).until(() -> {
            started.checkAlive();
            return client.isReady();
        });
    }

    /** As {@code kill -9} does. */
    void kill() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        client.close();
        kill();
    }
}
