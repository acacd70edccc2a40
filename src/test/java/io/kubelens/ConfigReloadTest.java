package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** config.yaml, edited under a running gateway and open streams; mounted as the kubelet mounts a ConfigMap. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class ConfigReloadTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    private DemoIssuer issuer;
    private DemoCluster cluster;
    private DemoWorkload workload;
    private KubeLens kubelens;
    private String config;
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
        await().until(kubelens::isReady);
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        kubelens.close();
        workload.close();
        cluster.close();
        issuer.close();
        vertx.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.kubelens");
    }

    private void mount(String text) throws IOException {
        Path set = Files.createDirectory(folder.resolve("..v" + ++version));
        Files.writeString(set.resolve("config.yaml"), text);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), set.getFileName());
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Changes the file, and waits until that has been taken. */
    private void edit(UnaryOperator<String> change) throws IOException {
        long before = lines(Level.INFO, "Configuration reloaded").size();
        mount(change.apply(config));
        await().until(() -> lines(Level.INFO, "Configuration reloaded").size() > before);
    }

    private List<String> lines(Level level, String begin) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(begin))
                .toList();
    }

    private HttpRequest request(String user, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + kubelens.port() + "/api/v1/namespaces/" + path))
                .header("Authorization", "Bearer " + issuer.token(user))
                .build();
    }

    private int status(String user, String path) throws Exception {
        return http.send(request(user, path), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** One who watches a stream until it ends. */
    private final class Eyes {
        private final List<String> read = new CopyOnWriteArrayList<>();
        private volatile String end = "";

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
            await().atMost(LIMIT).until(() -> end.equals("clean"));
            assertThat(text()).contains("\"kind\":\"policy-changed\"");
        }

        void noticesNothing(ObjectNode pod) {
            String line = say(pod);
            await().until(() -> sees(line));
            assertThat(end).isEmpty();
            assertThat(text()).doesNotContain("policy-changed");
        }
    }

    private int said;

    private String say(ObjectNode pod) {
        String line = "line number " + ++said;
        JsonNode container = pod.at("/spec/containers/0/name");
        cluster.appendLog(namespace(pod), name(pod), container.asText(), line, Instant.now());
        return line;
    }

    private ObjectNode pod(String namespace, String app) {
        return cluster.list("Pod", namespace).stream()
                .filter(pod -> name(pod).startsWith(app + "-"))
                .findFirst()
                .orElseThrow();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText();
    }

    private static String path(ObjectNode pod) {
        return namespace(pod) + "/pods/" + name(pod);
    }

    private static String allowing(String text, String namespaces) {
        return text.replace("allowed_namespaces: [shop, payments]", "allowed_namespaces: " + namespaces);
    }

    private long watches(String namespace) {
        return cluster.requests().stream()
                .filter(line -> line.contains("/namespaces/" + namespace + "/") && line.contains("watch=true"))
                .count();
    }

    @Test
    void aRemovedNamespaceEndsItsStreamsAndNoOthers() throws Exception {
        ObjectNode shop = pod("shop", "web");
        ObjectNode payments = cluster.list("Pod", "payments").getFirst();
        Eyes stays = new Eyes("developer", path(shop));
        Eyes app = new Eyes("developer", "shop/apps/web");
        Eyes goes = new Eyes("developer", path(payments));
        int watching = cluster.openWatches();

        edit(text -> allowing(text, "[shop]"));

        goes.endsWithdrawn();
        stays.noticesNothing(shop);
        app.noticesNothing(shop);
        assertThat(status("developer", "payments/pods")).isEqualTo(403);
        assertThat(status("developer", "shop/pods")).isEqualTo(200);
        await().until(() -> cluster.openWatches() == watching / 2);
        assertThat(lines(Level.ERROR, "")).isEmpty();
    }

    @Test
    void aNewNamespaceIsServedAndWatchesOfOthersGoOn() throws Exception {
        edit(text -> allowing(text, "[shop]"));
        ObjectNode shop = pod("shop", "web");
        Eyes stays = new Eyes("developer", path(shop));
        long before = watches("shop");
        assertThat(status("developer", "payments/pods")).isEqualTo(403);

        edit(UnaryOperator.identity());

        assertThat(status("developer", "payments/pods")).isEqualTo(200);
        ObjectNode payments = cluster.list("Pod", "payments").getFirst();
        new Eyes("developer", path(payments)).noticesNothing(payments);
        stays.noticesNothing(shop);
        assertThat(watches("shop")).isEqualTo(before);
    }

    @Test
    void anExcludedLabelEndsAPodsStreamAndTakesThePodOutOfItsApps() throws Exception {
        List<ObjectNode> web = cluster.list("Pod", "shop").stream()
                .filter(pod -> name(pod).startsWith("web-"))
                .toList();
        ObjectNode hidden = web.getFirst();
        ObjectNode shown = web.getLast();
        assertThat(name(hidden)).isNotEqualTo(name(shown));
        cluster.edit("Pod", "shop", name(hidden), pod -> pod.withObject("/metadata/labels")
                .put("secret", "yes"));
        Eyes goes = new Eyes("developer", path(hidden));
        Eyes stays = new Eyes("developer", path(shown));
        Eyes app = new Eyes("developer", "shop/apps/web");

        edit(text -> text.replaceFirst("exclude_labels: \\[", "exclude_labels: [\"secret=yes\", "));

        goes.endsWithdrawn();
        stays.noticesNothing(shown);
        await().atMost(LIMIT).until(() -> app.sees("\"kind\":\"policy-changed\""));
        assertThat(app.text()).containsPattern("\"podName\":\"" + name(hidden) + "\"[^}]*\"kind\":\"policy-changed\"");
        String unseen = say(hidden);
        String seen = say(shown);
        await().until(() -> app.sees(seen));
        assertThat(app.sees(unseen)).isFalse();
        assertThat(app.end).isEmpty();
        assertThat(status("developer", path(hidden))).isEqualTo(404);
    }

    @Test
    void aHiddenAppEndsItsStream() throws Exception {
        ObjectNode shop = pod("shop", "web");
        Eyes goes = new Eyes("developer", "shop/apps/web");
        Eyes stays = new Eyes("developer", path(shop));

        edit(text -> text.replace("  app_filters:\n", "  app_filters:\n    include_regex: ^api\n"));

        goes.endsWithdrawn();
        stays.noticesNothing(shop);
        assertThat(status("developer", "shop/apps/web")).isEqualTo(404);
    }

    @Test
    void aGroupThatIsNoLongerAllowedLosesItsStreams() throws Exception {
        ObjectNode shop = pod("shop", "web");
        Eyes goes = new Eyes("developer", path(shop));

        edit(text -> text.replace("allowed_groups: [k8s-logs-access]", "allowed_groups: [others]"));

        goes.endsWithdrawn();
        assertThat(status("developer", "shop/pods")).isEqualTo(403);
    }

    @Test
    void aBrokenFileChangesNothingAndTheNextGoodOneIsTaken() throws Exception {
        ObjectNode shop = pod("shop", "web");
        Eyes stays = new Eyes("developer", path(shop));

        mount(allowing(config, "[\"shop*\"]") + "auth_secret: hunter2\n");
        await().until(() -> !lines(Level.ERROR, "config.yaml").isEmpty());

        assertThat(lines(Level.ERROR, ""))
                .singleElement()
                .asString()
                .contains("config.yaml:", "kubernetes.allowed_namespaces", "is not a namespace's name")
                .doesNotContain("hunter2", "\n");
        assertThat(status("developer", "payments/pods")).isEqualTo(200);
        stays.noticesNothing(shop);

        edit(text -> allowing(text, "[shop]"));
        assertThat(status("developer", "payments/pods")).isEqualTo(403);
        stays.noticesNothing(shop);
    }

    @Test
    void otherKindsOfAppsAreListedAtOnce() throws Exception {
        ObjectNode shop = pod("shop", "web");
        Eyes stays = new Eyes("developer", "shop/apps/web");
        assertThat(status("developer", "shop/apps/web")).isEqualTo(200);

        edit(text -> text + "  app_kinds: [StatefulSet]\n");

        assertThat(status("developer", "shop/apps/web")).isEqualTo(404);
        stays.noticesNothing(shop);
        assertThat(status("developer", path(shop))).isEqualTo(200);
    }
}
