package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.packaged.Image;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The product as it is shipped, started by its launcher as a process of its own. */
@ExtendWith(SharedCluster.class)
class PackagedIT {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_HOME", System.getProperty("java.home"), "KUBELENS_LOG_FORMAT", "text");

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Path product;

    private Path directory;
    private Path config;
    private Path kubeconfig;
    private final int port = ChildProcess.freePort();
    private final GatewayClient client = new GatewayClient(port);
    private final List<ChildProcess> started = new ArrayList<>();

    @BeforeAll
    static void assemble(RealCluster shared, @TempDir Path empty) throws IOException {
        cluster = shared;
        keycloak = Keycloak.shared();
        product = empty;
        Image.ofDockerfile().assemble(product);
    }

    @BeforeEach
    void write(@TempDir Path empty) throws IOException {
        directory = empty;
        config = GatewayConfig.of(keycloak).withoutPatience().write(directory);
        kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.gatewayKubeconfig());
    }

    @AfterEach
    void stop() {
        client.close();
        started.forEach(ChildProcess::close);
    }

    @Test
    void servesAndStopsOnASignalSoThatClientsReconnect() throws Exception {
        String token = keycloak.token("developer");
        cluster.pods().running("shop", "packaged", Map.of(), "app");
        cluster.log("packaged").append(Instant.now(), "hello");
        int metrics = ChildProcess.freePort();
        ChildProcess process = serve("--management-port", Integer.toString(metrics));
        LogViewer viewer = client.follow("/api/v1/namespaces/shop/pods/packaged/logs", token);
        assertThat(viewer.awaitLines(1).messages()).containsExactly("hello");
        try (GatewayClient management = new GatewayClient(metrics)) {
            // Its port opens a moment after the main one.
            await().ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> management.get("/metrics").response().body().contains("kubelens_streams 1.0"));
        }
        Instant asked = Instant.now();

        int code = process.terminate(Duration.ofSeconds(10));

        // What a JVM that was told to stop by SIGTERM always answers.
        assertThat(code).isEqualTo(128 + 15);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ABORTED);
        assertThat(process.tail()).contains("Stopped").doesNotContain("Exception");
        await().until(() -> cluster.log("packaged").open() == 0);
    }

    @Test
    void letsAClientResumeExactlyOnceAfterItWasKilled() {
        String token = keycloak.token("developer");
        String path = "/api/v1/namespaces/shop/pods/killed/logs";
        cluster.pods().running("shop", "killed", Map.of(), "app");
        try (Chatter chatter = Chatter.on(cluster.log("killed"), Duration.ofMillis(20))) {
            ChildProcess first = serve("--management-port", "0");
            LogViewer viewer = client.follow(path, token).awaitLines(50);

            first.close();

            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ABORTED);
            List<String> seen = new ArrayList<>(viewer.messages());
            serve("--management-port", "0");
            LogViewer resumed = client.resume(path, token, viewer.lastEventId());
            resumed.awaitLines(50);
            List<String> written = chatter.stop();
            resumed.awaitLine(written.getLast()).close();
            seen.addAll(resumed.messages());
            assertThat(seen).isEqualTo(written);
        }
    }

    @Test
    void checksAConfiguration() throws IOException {
        assertThat(run("config", "check", config.toString()).orThrow()).isEqualTo(config + ": ok\n");

        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), Files.readString(config) + "nonsense: 1\n");
        Finished refused = run("config", "check", wrong.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .startsWith(wrong + ":")
                .contains("nonsense")
                .hasLineCount(1);
    }

    @Test
    void saysInOneLineThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String number = Integer.toString(taken.getLocalPort());
            refused("cannot listen on 0.0.0.0:" + number, "--port", number);
        }
    }

    @Test
    void saysInOneLineThatTheManagementPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String number = Integer.toString(taken.getLocalPort());
            refused(number, "--port", "0", "--management-port", number);
        }
    }

    @Test
    void saysInOneLineThatTheKubeconfigIsMissing() throws IOException {
        Files.delete(kubeconfig);

        refused(kubeconfig.toString(), "--port", "0");
    }

    @Test
    void saysInOneLineThatTheConfigurationIsMissing() throws IOException {
        Files.delete(config);

        refused(config.toString(), "--port", "0");
    }

    @Test
    void saysInOneLineWhichRouteFileIsBroken() throws IOException {
        Path more = Files.createDirectory(directory.resolve("more"));
        Path broken = Files.writeString(more.resolve("broken.yaml"), "- route: {id: [\n");

        refused(
                broken + ":2: ",
                "--port",
                "0",
                "--routes",
                product.resolve("routes").toString(),
                "--routes",
                more.toString());
    }

    private void refused(String said, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(files());
        all.addAll(List.of(arguments));
        if (!all.contains("--management-port")) {
            all.addAll(List.of("--management-port", "0"));
        }
        Finished finished = run(all.toArray(String[]::new));

        assertThat(finished.exitCode()).as(finished.errors()).isEqualTo(1);
        assertThat(finished.errors().lines().filter(line -> !isLogged(line)))
                .singleElement()
                .asString()
                .contains(said);
        assertThat(finished.errors()).doesNotContain("\tat ");
    }

    /** Lines of the log begin with the time. */
    private static boolean isLogged(String line) {
        return line.matches("\\d\\d:\\d\\d:\\d\\d.*");
    }

    private ChildProcess serve(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(product.resolve("kubelens").toString(), "serve"));
        command.addAll(files());
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of(arguments));
        ChildProcess process = ChildProcess.start("kubelens", directory, ENVIRONMENT, command);
        started.add(process);
        await("the gateway is ready").atMost(Duration.ofSeconds(30)).until(() -> {
            process.checkAlive();
            return client.isReady();
        });
        return process;
    }

    private List<String> files() {
        return List.of("--config", config.toString(), "--kubeconfig", kubeconfig.toString());
    }

    private Finished run(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(product.resolve("kubelens").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        ChildProcess.isolate(builder, directory).putAll(ENVIRONMENT);
        return Finished.run(builder);
    }
}
