package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where the value of a Secret goes, and where it must never go. */
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

    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @BeforeAll
    static void fill() throws IOException {
        fill(DEMO.gateway());
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
                .until(() -> DEMO.get(to, SHOP + "/pods/caged", "admin").statusCode() == 200
                        && DEMO.get(to, SHOP + "/apps/caged", "admin").statusCode() == 200);
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

    @Test
    void showsTheValueToAMemberWhoAsksAndReadsNothingElse() throws Exception {
        for (String path : INSPECTIONS) {
            int before = DEMO.gateway().cluster().requests().size();
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
        int before = DEMO.gateway().cluster().secretReads();
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

        assertThat(DEMO.gateway().cluster().secretReads()).isEqualTo(before);
    }

    @Test
    void asksKubernetesNothingForLists() throws Exception {
        int before = DEMO.gateway().cluster().requests().size();
        for (String list : List.of("/pods", "/apps", "/pods?light=true", "/apps?light=true", "/pods" + REVEAL)) {
            HttpResponse<String> answer = get(SHOP + list, "admin");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("caged").doesNotContain(CANARY, "dark");
        }

        assertThat(since(before)).isEmpty();
    }

    @Test
    void letsTheValueOutNowhereElse() throws Exception {
        try (LogLines logs = LogLines.everythingAtDebug();
                LogLines audit = LogLines.of("audit")) {
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
            silent(DEMO.metrics());
            assertThat(logs.whole())
                    .anyMatch(line -> line.contains("direct://secrets"))
                    .allSatisfy(RevealTest::silent);
            assertThat(audit.whole()).isNotEmpty().allSatisfy(RevealTest::silent);
        }
    }

    private static void silent(String text) {
        assertThat(text).doesNotContain(CANARY, ENCODED);
    }

    @Test
    void auditsByNameBeforeItAnswers() throws Exception {
        try (LogLines audit = LogLines.of("audit")) {
            for (String path : INSPECTIONS) {
                String id = LogLines.id(get(path + REVEAL, "admin"));

                // Not awaited: the line is there when the answer is.
                JsonNode line = JSON.readTree(audit.texts().stream()
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
            String masked = LogLines.id(get(INSPECTIONS.getFirst() + REVEAL, "developer"));
            assertThat(audit.whole()).noneMatch(line -> line.contains(masked));
        }
    }

    @Test
    void revealsNothingThatCannotBeAudited(@TempDir Path routes) throws Exception {
        EditedRoutes.mute(routes);
        try (DemoGateway mute = DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties")) {
            fill(mute);
            for (String path : INSPECTIONS) {
                HttpResponse<String> answer = DEMO.get(mute, path + REVEAL, "admin");
                assertThat(answer.statusCode()).isEqualTo(500);
                silent(answer.body());
            }
            assertThat(mute.cluster().secretReads()).isZero();
        }
    }

    @Test
    void masksWhatItMayNotReadAndSaysOnceHowToAllowIt() throws Exception {
        DEMO.gateway().cluster().forbid("/api/v1/namespaces/shop/secrets/");
        DEMO.gateway().cluster().forbid("/api/v1/namespaces/shop/configmaps/");
        try (LogLines logs = LogLines.of("io.kubelens.resources")) {
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
            assertThat(logs.whole())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("reveal-secrets"))
                    .anyMatch(line -> line.contains("read-configmaps"));
        } finally {
            DEMO.gateway().cluster().allow("/api/v1/namespaces/shop/secrets/");
            DEMO.gateway().cluster().allow("/api/v1/namespaces/shop/configmaps/");
        }
    }

    @Test
    void answersFromTheCacheWhenKubernetesIsAway() throws Exception {
        DEMO.gateway().cluster().down();
        try {
            for (String path : INSPECTIONS) {
                HttpResponse<String> answer = get(path + REVEAL, "admin");
                JsonNode env = JSON.readTree(answer.body()).path("env");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(env.path("BIRD").asText()).isEqualTo("********");
                assertThat(env.path("THEME").asText()).isEqualTo("********");
            }
        } finally {
            DEMO.gateway().cluster().up();
        }
    }

    private static List<String> since(int before) {
        List<String> all = DEMO.gateway().cluster().requests();
        return all.subList(before, all.size());
    }

    private static HttpResponse<String> get(String path, String user) throws Exception {
        return DEMO.get(path, user);
    }
}
