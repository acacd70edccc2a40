package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where the value of a Secret goes, and where it must never go. */
@SuppressWarnings("NullAway.Init")
class RevealTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String CANARY = "canary-7f3a91";
    private static final String ENCODED = Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8));
    private static final String SHOP = "/api/v1/namespaces/shop";
    private static final String REVEAL = "?reveal_secrets=true";

    private static final String CONTAINERS =
            """
            containers:
              - name: app
                image: demo.local/app:1
                envFrom: [{prefix: P_, secretRef: {name: nest}}, {configMapRef: {name: settings}}]
                env:
                  - {name: BIRD, valueFrom: {secretKeyRef: {name: nest, key: bird}}}
                  - {name: THEME, valueFrom: {configMapKeyRef: {name: settings, key: theme}}}
            """;

    private static final List<String> INSPECTIONS =
            List.of(SHOP + "/pods/caged", SHOP + "/pods/caged/details", SHOP + "/apps/caged");

    private static DemoGateway gateway;
    private static HttpClient http;
    private static int management;

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            management = socket.getLocalPort();
        }
        gateway = DemoGateway.start(
                new DemoGateway.Ports(0, 0, management), List.of(Path.of("routes")), "application.properties");
        http = HttpClient.newHttpClient();
        fill(gateway);
    }

    private static void fill(DemoGateway to) throws IOException {
        put(to, "kind: ConfigMap", "settings", "data: {theme: dark}");
        put(to, "kind: Secret", "nest", "data: {bird: %s}".formatted(ENCODED));
        put(to, "kind: Secret", "other", "data: {bird: %s}".formatted(ENCODED));
        put(to, "kind: Pod", "caged", "spec:\n" + CONTAINERS.indent(2));
        String spec = "spec: {selector: {matchLabels: {app: caged}}, template: {spec: {%s}}}";
        String flow = YAML.readTree(CONTAINERS).toString();
        put(to, "kind: Deployment", "caged", spec.formatted(flow.substring(1, flow.length() - 1)));
        Awaitility.await()
                .until(() -> get(to, SHOP + "/pods/caged", "admin").statusCode() == 200
                        && get(to, SHOP + "/apps/caged", "admin").statusCode() == 200);
    }

    /** With the value also where kubectl would leave it. */
    private static void put(DemoGateway to, String kind, String name, String rest) throws IOException {
        String metadata =
                "metadata: {namespace: shop, name: %s, annotations: {kubectl.kubernetes.io/last-applied-configuration: '%s'}}";
        to.cluster()
                .put(YAML.readValue(
                        kind + "\n" + metadata.formatted(name, "{\"a\": \"" + CANARY + ENCODED + "\"}") + "\n" + rest,
                        Map.class));
    }

    @AfterAll
    static void stop() {
        http.close();
        gateway.close();
    }

    @Test
    void showsTheValueToAMemberWhoAsksAndReadsNothingElse() throws Exception {
        for (String path : INSPECTIONS) {
            int before = gateway.cluster().requests().size();
            HttpResponse<String> answer = get(path + REVEAL, "admin");

            JsonNode env = JSON.readTree(answer.body()).path("env");
            assertThat(env.path("BIRD").asText()).as(path).isEqualTo(CANARY);
            assertThat(env.path("P_bird").asText()).as(path).isEqualTo(CANARY);
            assertThat(env.path("THEME").asText()).as(path).isEqualTo("dark");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(since(before))
                    .containsExactlyInAnyOrder(
                            "GET /api/v1/namespaces/shop/secrets/nest",
                            "GET /api/v1/namespaces/shop/configmaps/settings");
        }
    }

    @Test
    void readsNoSecretForAnybodyElse() throws Exception {
        int before = gateway.cluster().secretReads();
        for (String path : INSPECTIONS) {
            get(path + REVEAL, "developer");
            get(path + REVEAL, "outsider");
            get(path, "admin");
            get(path + "?reveal_secrets=false", "admin");
            get(path + "?reveal_secrets=perhaps", "admin");
        }
        get(SHOP + "/pods/nobody" + REVEAL, "admin");
        get("/api/v1/namespaces/vault/pods/caged" + REVEAL, "admin");
        get(SHOP + "/pods" + REVEAL, "admin");
        get(SHOP + "/apps" + REVEAL, "admin");

        assertThat(gateway.cluster().secretReads()).isEqualTo(before);
    }

    @Test
    void asksKubernetesNothingForLists() throws Exception {
        int before = gateway.cluster().requests().size();
        for (String list : List.of("/pods", "/apps", "/pods?light=true", "/apps?light=true", "/pods" + REVEAL)) {
            HttpResponse<String> answer = get(SHOP + list, "admin");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("caged").doesNotContain(CANARY, "dark");
        }

        assertThat(since(before)).isEmpty();
    }

    @Test
    void letsTheValueOutNowhereElse() throws Exception {
        try (Heard logs = Heard.everything();
                Heard audit = Heard.of("audit")) {
            for (String path : INSPECTIONS) {
                assertThat(get(path + REVEAL, "admin").body()).contains(CANARY);
                for (String asked : List.of(path, path + REVEAL, path + "?reveal_secrets=x", path + "/no" + REVEAL)) {
                    silent(get(asked, "developer").body());
                    silent(get(asked, "outsider").body());
                }
                silent(get(path, "admin").body());
                silent(get(path + "?reveal_secrets=x", "admin").body());
            }
            for (String list : List.of("/pods", "/apps", "/pods?light=true", "/apps?light=true")) {
                silent(get(SHOP + list, "admin").body());
            }
            silent(metrics());
            assertThat(logs.lines)
                    .anyMatch(line -> line.contains("direct://secrets"))
                    .allSatisfy(RevealTest::silent);
            assertThat(audit.lines).isNotEmpty().allSatisfy(RevealTest::silent);
        }
    }

    private static void silent(String text) {
        assertThat(text).doesNotContain(CANARY, ENCODED);
    }

    @Test
    void auditsByNameBeforeItAnswers() throws Exception {
        try (Heard audit = Heard.of("audit")) {
            for (String path : INSPECTIONS) {
                String id = id(get(path + REVEAL, "admin"));

                // Not awaited: the line is there when the answer is.
                JsonNode line = JSON.readTree(audit.lines.stream()
                        .filter(each -> each.contains(id))
                        .reduce((one, other) -> one + other)
                        .orElseThrow());
                assertThat(line.path("action").asText()).isIn("pod-get", "pod-details", "app-get");
                assertThat(line.path("user").asText()).isNotEmpty();
                assertThat(line.path("namespace").asText()).isEqualTo("shop");
                assertThat(line.path("name").asText()).isEqualTo("caged");
                assertThat(line.path("outcome").asText()).isEqualTo("allowed");
                assertThat(line.path("secrets")).extracting(JsonNode::asText).containsExactly("nest");
            }
            String masked = id(get(INSPECTIONS.getFirst() + REVEAL, "developer"));
            assertThat(audit.lines).noneMatch(line -> line.contains(masked));
        }
    }

    @Test
    void revealsNothingThatCannotBeAudited(@TempDir Path routes) throws Exception {
        String broken =
                """
                      steps:
                        - throwException:
                            exceptionType: io.kubelens.kube.NamespaceRefused
                            message: no audit
                """;
        EditedRoutes.in(
                routes, route -> route.contains("id: audit\n") ? route.replaceFirst("      steps:\n", broken) : route);
        try (DemoGateway mute = DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties")) {
            fill(mute);
            for (String path : INSPECTIONS) {
                HttpResponse<String> answer = get(mute, path + REVEAL, "admin");
                assertThat(answer.statusCode()).isEqualTo(500);
                silent(answer.body());
            }
            assertThat(mute.cluster().secretReads()).isZero();
        }
    }

    @Test
    void masksWhatItMayNotReadAndSaysOnceHowToAllowIt() throws Exception {
        gateway.cluster().forbid("/api/v1/namespaces/shop/secrets/");
        gateway.cluster().forbid("/api/v1/namespaces/shop/configmaps/");
        try (Heard logs = Heard.of("io.kubelens.resources")) {
            for (int i = 0; i < 2; i++) {
                for (String path : INSPECTIONS) {
                    HttpResponse<String> answer = get(path + REVEAL, "admin");
                    JsonNode env = JSON.readTree(answer.body()).path("env");
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(env.path("BIRD").asText()).isEqualTo("********");
                    assertThat(env.path("P_*").asText()).isEqualTo("********");
                    assertThat(env.path("THEME").asText()).isEqualTo("********");
                }
            }
            assertThat(logs.lines)
                    .hasSize(2)
                    .anyMatch(line -> line.contains("reveal-secrets"))
                    .anyMatch(line -> line.contains("read-configmaps"));
        } finally {
            gateway.cluster().allow("/api/v1/namespaces/shop/secrets/");
            gateway.cluster().allow("/api/v1/namespaces/shop/configmaps/");
        }
    }

    @Test
    void answersFromTheCacheWhenKubernetesIsAway() throws Exception {
        gateway.cluster().down();
        try {
            for (String path : INSPECTIONS) {
                HttpResponse<String> answer = get(path + REVEAL, "admin");
                JsonNode env = JSON.readTree(answer.body()).path("env");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(env.path("BIRD").asText()).isEqualTo("********");
                assertThat(env.path("THEME").asText()).isEqualTo("********");
            }
        } finally {
            gateway.cluster().up();
        }
    }

    private static List<String> since(int before) {
        List<String> all = gateway.cluster().requests();
        return all.subList(before, all.size());
    }

    private static String metrics() throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + management + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpResponse<String> get(String path, String user) throws Exception {
        return get(gateway, path, user);
    }

    private static HttpResponse<String> get(DemoGateway of, String path, String user)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(of.url() + path))
                        .header("Authorization", "Bearer " + of.issuer().token(user))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    /** The lines of a logger, and of those below it, while this is open. */
    private static final class Heard extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger;
        private final Map<Logger, Level> before = new HashMap<>();

        private Heard(String name) {
            logger = (Logger) LoggerFactory.getLogger(name);
            start();
            logger.addAppender(this);
        }

        static Heard of(String name) {
            return new Heard(name);
        }

        /** At DEBUG, which is more than anybody runs with. */
        static Heard everything() {
            Heard all = new Heard(Logger.ROOT_LOGGER_NAME);
            for (Logger each : all.logger.getLoggerContext().getLoggerList()) {
                if (each.getLevel() != null) {
                    all.before.put(each, each.getLevel());
                    each.setLevel(Level.DEBUG);
                }
            }
            return all;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap());
        }

        @Override
        public void close() {
            before.forEach(Logger::setLevel);
            logger.detachAppender(this);
            stop();
        }
    }
}
