package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.cli.Launch;
import io.kubelens.config.ConfigFile;
import io.kubelens.demo.DemoCluster;
import io.kubelens.demo.DemoIssuer;
import io.kubelens.demo.DemoWorkload;
import io.kubelens.http.Gateway;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on the demo's cluster whose config.yaml is edited, mounted as the kubelet mounts a ConfigMap. */
@SuppressWarnings("NullAway.Init")
abstract class EditedConfig {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HeardLog log = HeardLog.of("io.kubelens");

    @TempDir
    private Path folder;

    private DemoIssuer issuer;
    DemoCluster cluster;
    private DemoWorkload workload;
    private KubeLens kubelens;
    String config;
    private int version;

    @BeforeEach
    void start() throws IOException {
        issuer = DemoIssuer.start(vertx, 0);
        cluster = DemoCluster.start(vertx, 0);
        workload = DemoWorkload.create(cluster);
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: demo
                clusters: [{name: demo, cluster: {server: "%s"}}]
                contexts: [{name: demo, context: {cluster: demo, user: demo}}]
                users: [{name: demo, user: {}}]
                """
                        .formatted(cluster.url()));
        config = DemoWorkload.gatewayConfig(issuer.url());
        Files.createSymbolicLink(folder.resolve("config.yaml"), Path.of("..data", "config.yaml"));
        mount(config);
        kubelens = KubeLens.start(new Launch(
                ConfigFile.read(folder.resolve("config.yaml"), Map.of()),
                new Gateway.Listen("127.0.0.1", 0),
                0,
                List.of(Path.of("routes")),
                kubeconfig,
                "application.properties"));
        await().atMost(PATIENCE).until(kubelens::isReady);
        log.listen();
    }

    @AfterEach
    void stop() {
        log.close();
        kubelens.close();
        workload.close();
        cluster.close();
        issuer.close();
        vertx.close();
    }

    /** Puts the file in place and waits for nothing. */
    void mount(String text) throws IOException {
        Path set = Files.createDirectory(folder.resolve("..v" + ++version));
        Files.writeString(set.resolve("config.yaml"), text);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), set.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Changes the file, and waits until that has been taken. */
    void edit(UnaryOperator<String> change) throws IOException {
        long before = lines(Level.INFO, "Configuration reloaded").size();
        mount(change.apply(config));
        await().atMost(PATIENCE)
                .until(() -> lines(Level.INFO, "Configuration reloaded").size() > before);
    }

    List<String> lines(Level level, String begin) {
        return log.lines(level).stream().filter(line -> line.contains(begin)).toList();
    }

    private HttpRequest request(String user, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + kubelens.port() + "/api/v1/namespaces/")
                        .resolve(path))
                .header("Authorization", "Bearer " + issuer.token(user))
                .build();
    }

    int status(String user, String path) throws Exception {
        return http.send(request(user, path), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    String body(String user, String path) throws Exception {
        return http.send(request(user, path), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** One who watches a stream until it ends. */
    final class Eyes {
        private final List<String> read = new CopyOnWriteArrayList<>();
        volatile String end = "";

        Eyes(String user, String path) throws Exception {
            HttpResponse<InputStream> answer =
                    http.send(request(user, path + "/logs?tail=5"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(() -> read(answer.body()));
        }

        private void read(InputStream in) {
            try (in) {
                byte[] bytes = new byte[4096];
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    read.add(new String(bytes, 0, n, StandardCharsets.UTF_8));
                }
                end = "clean";
            } catch (IOException e) {
                end = "cut";
            }
        }

        String text() {
            return String.join("", read);
        }

        boolean sees(String what) {
            return text().contains(what);
        }

        void endsWithdrawn() {
            await().atMost(PATIENCE).until(() -> end.equals("clean"));
            assertThat(text()).contains("\"kind\":\"policy-changed\"");
        }

        void noticesNothing(ObjectNode pod) {
            String line = say(pod);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).contains(line));
            assertThat(end).isEmpty();
            assertThat(text()).doesNotContain("policy-changed");
        }
    }

    private int said;

    String say(ObjectNode pod) {
        String line = "line number " + ++said;
        JsonNode container = pod.at("/spec/containers/0/name");
        cluster.appendLog(namespace(pod), name(pod), container.asText(), line, Instant.now());
        return line;
    }

    ObjectNode pod(String namespace, String app) {
        return cluster.list("Pod", namespace).stream()
                .filter(pod -> name(pod).startsWith(app + "-"))
                .findFirst()
                .orElseThrow();
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText();
    }

    static String path(ObjectNode pod) {
        return namespace(pod) + "/pods/" + name(pod);
    }

    static String allowing(String text, String namespaces) {
        return text.replace("allowed_namespaces: [shop, payments]", "allowed_namespaces: " + namespaces);
    }

    long watches(String namespace) {
        return cluster.requests().stream()
                .filter(line -> line.contains("/namespaces/" + namespace + "/") && line.contains("watch=true"))
                .count();
    }
}
