package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of a real cluster, and what they do not. */
@ExtendWith(SharedCluster.class)
class GatewayIT {
    private static final String SHOP = "/api/v1/namespaces/shop";

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Lens lens;
    private static String pod;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        keycloak = Keycloak.shared();
        pod = cluster.pods()
                .deployment("shop", "seen", Map.of("app", "seen"), 2, "app")
                .getFirst()
                .getMetadata()
                .getName();
        cluster.pods().running("shop", "unseen", Map.of(GatewayConfig.HIDDEN, ""), "app");
        cluster.log("unseen").append(Instant.now(), "nobody reads this");
        cluster.pods().running("vault", "safe", Map.of(), "app");
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void listsPodsButNotTheHiddenOnes() throws Exception {
        GatewayClient.Answer answer = get(SHOP + "/pods", "developer");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(names(answer.json())).contains(pod).doesNotContain("unseen", "safe");
    }

    @Test
    void showsAPod() throws Exception {
        JsonNode answer = get(SHOP + "/pods/" + pod, "developer").json();

        assertThat(answer.path("name").asText()).isEqualTo(pod);
        assertThat(answer.path("status").asText()).isEqualTo("Running");
        assertThat(answer.path("ownerApp").asText()).isEqualTo("seen");
    }

    @Test
    void listsAppsAndShowsOneWithItsPods() throws Exception {
        assertThat(names(get(SHOP + "/apps", "developer").json())).contains("seen");

        JsonNode app = get(SHOP + "/apps/seen", "admin").json();

        assertThat(app.path("type").asText()).isEqualTo("Deployment");
        assertThat(StreamSupport.stream(app.path("podNames").spliterator(), false)
                        .map(JsonNode::asText))
                .hasSize(2)
                .contains(pod);
    }

    @Test
    void seesAPodThatIsNewAndNoLongerOneThatWentAway() throws Exception {
        String token = keycloak.token("developer");
        var brief = cluster.pods().running("shop", "brief", Map.of(), "app");
        await().until(() ->
                names(lens.client().get(SHOP + "/pods", token).json()).contains("brief"));

        cluster.pods().delete(brief);

        await().until(() -> lens.client().get(SHOP + "/pods/brief", token).status() == 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods", "/pods/safe", "/pods/safe/logs", "/apps", "/apps/seen", "/apps/seen/logs"})
    void deniesANamespaceWhetherItExistsOrNot(String path) throws Exception {
        String token = keycloak.token("developer");
        for (String namespace : List.of("vault", "no-such-namespace")) {
            GatewayClient.Answer answer = lens.client().get("/api/v1/namespaces/" + namespace + path, token);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.error()).isEqualTo("namespace not allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/unseen", "/pods/unseen/logs", "/pods/absent", "/pods/absent/logs"})
    void answersForAHiddenPodAsForAnAbsentOne(String path) throws Exception {
        GatewayClient.Answer answer = get(SHOP + path, "developer");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("pod not found");
        assertThat(cluster.log("unseen").opened()).isZero();
    }

    @Test
    void deniesAnOutsiderWithoutAnyGroup() throws Exception {
        GatewayClient.Answer answer = get(SHOP + "/pods", "outsider");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("access denied");
    }

    @Test
    void asksKubernetesOnlyWhatItsManifestsGrant() throws Exception {
        ApiAudit audit = ApiAudit.fromNow(cluster.api().auditLog(), RealCluster.GATEWAY);
        cluster.log(pod).append(Instant.now(), "hello");
        String token = keycloak.token("developer");

        // A gateway of its own: the API server tells of a watch when it ends.
        try (Lens own = Lens.ready(cluster, GatewayConfig.of(keycloak));
                LogViewer ofPod = own.client().follow(SHOP + "/pods/" + pod + "/logs", token);
                LogViewer ofApp = own.client().follow(SHOP + "/apps/seen/logs", token)) {
            ofPod.awaitLines(1);
            ofApp.awaitLines(1);
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(audit.requests())
                .contains(
                        new ApiAudit.Asked("get", "pods/log", "shop", 200),
                        new ApiAudit.Asked("watch", "pods", "shop", 200),
                        new ApiAudit.Asked("watch", "deployments", "payments", 200)));
        assertThat(audit.requests())
                .noneMatch(asked -> asked.code() == 401 || asked.code() == 403)
                .allMatch(asked ->
                        asked.namespace().equals("shop") || asked.namespace().equals("payments"));
    }

    private static GatewayClient.Answer get(String path, String user) throws IOException, InterruptedException {
        return lens.client().get(path, keycloak.token(user));
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path("name").asText())
                .toList();
    }
}
