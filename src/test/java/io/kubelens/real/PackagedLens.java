package io.kubelens.real;

import io.kubelens.packaged.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The gateway as it is shipped, in a process of its own with the launcher's flags, on the {@link RealCluster}. */
public final class PackagedLens implements AutoCloseable {
    private final Path directory;
    private final int port = ChildProcess.freePort();
    private final int managementPort = ChildProcess.freePort();
    private final GatewayClient client = new GatewayClient(port);
    private final GatewayClient management = new GatewayClient(managementPort);
    private final ChildProcess process;

    private PackagedLens(RealCluster cluster, GatewayConfig config, String javaOptions) throws IOException {
        directory = Files.createTempDirectory("kubelens-packaged");
        Path product = Files.createDirectory(directory.resolve("product"));
        Image.ofDockerfile().assemble(product);
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.gatewayKubeconfig());
        process = ChildProcess.start(
                "kubelens",
                directory,
                environment(javaOptions),
                List.of(
                        product.resolve("kubelens").toString(),
                        "serve",
                        "--config=" + config.write(directory),
                        "--kubeconfig=" + kubeconfig,
                        "--port=" + port,
                        "--management-port=" + managementPort));
    }

    private static Map<String, String> environment(String javaOptions) {
        return Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "KUBELENS_JAVA_OPTS",
                javaOptions,
                "KUBELENS_LOG_FORMAT",
                "text");
    }

    /**
     * Starts one from target/dist and waits until it is ready.
     *
     * @param javaOptions flags for java, after the launcher's; may be empty
     */
    public static PackagedLens ready(RealCluster cluster, GatewayConfig config, String javaOptions) {
        try {
            PackagedLens lens = new PackagedLens(cluster, config, javaOptions);
            Awaitility.await("the gateway is ready")
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        lens.process.checkAlive();
                        return lens.client.isReady();
                    });
            return lens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Of the gateway itself: the launcher becomes java. */
    public long pid() {
        return process.pid();
    }

    public GatewayClient client() {
        return client;
    }

    /** What {@code /metrics} says now. */
    public String metrics() throws IOException, InterruptedException {
        return management.get("/metrics").response().body();
    }

    /** The end of what it has said. */
    public String output() {
        return process.tail();
    }

    /** Ends it in order, so that a recording is written. */
    @Override
    public void close() {
        client.close();
        management.close();
        process.end();
        Directories.delete(directory);
    }
}
