package io.kubelens;

import static io.kubelens.Frontend.LEDGER;
import static io.kubelens.Frontend.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The existing user interface against the gateway: its calls at login and in each view, in their order, and what it does
 * with the answers. Its panes are in {@link FrontendLogsTest}, what it keeps in {@link FrontendSessionTest}.
 */
@Timeout(120)
class FrontendTest {
    private static final String PAGE = "http://localhost:3000/";

    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @RegisterExtension
    final Frontend page = new Frontend(DEMO.gateway(), "developer");

    @Test
    void logsInAndLearnsWhatItMayShow() throws Exception {
        page.use("");
        JsonNode auth = page.get("/auth/config");
        assertThat(List.of("keycloak_url", "realm", "client_id"))
                .allSatisfy(key -> assertThat(auth.path(key).asText()).as(key).isNotEmpty());
        assertThat(texts(auth.path("allowed_groups"))).isNotEmpty();

        JsonNode token = page.login(DEMO.gateway().issuer().code("developer", PAGE, ""), PAGE);
        assertThat(token.path("access_token").asText()).isNotEmpty();
        assertThat(token.has("refresh_token") || token.has("id_token")).isFalse();

        JsonNode kubernetes = page.get("/config").path("kubernetes");
        assertThat(texts(kubernetes.path("allowed_namespaces"))).containsExactly("shop", "payments");
        assertThat(kubernetes.path("label_prefix").isTextual()).isTrue();
        assertThat(kubernetes.path("app_groups").path("enabled").isBoolean()).isTrue();
        assertThat(List.of("selector", "name", "environment", "version"))
                .allMatch(label -> kubernetes.at("/app_groups/labels/" + label).isTextual());
    }

    /** Before the configuration has come it walks namespaces of its own; 401 would log everybody out. */
    @Test
    void isRefusedWithoutBeingLoggedOut() throws Exception {
        for (String builtIn : List.of("ai-system", "apps", "api", "db", "internal-apps")) {
            assertThat(page.status("/namespaces/" + builtIn + "/apps?light=true"))
                    .as(builtIn)
                    .isEqualTo(403);
        }
        page.use(DEMO.gateway().issuer().token("developer", Map.of("exp", 1)));
        assertThat(page.status("/namespaces")).isEqualTo(401);
    }

    @Test
    void fillsTheSidebar() throws Exception {
        List<String> namespaces = new ArrayList<>();
        page.get("/namespaces").forEach(one -> namespaces.add(one.path("name").asText()));
        assertThat(namespaces).containsExactly("shop", "payments");

        for (String namespace : namespaces) {
            JsonNode apps = page.get("/namespaces/" + namespace + "/apps?light=true");
            assertThat(apps).isNotEmpty().allSatisfy(FrontendTest::isAnApp);
            assertThat(apps).allMatch(app -> !app.path("image").asText().isEmpty());
            JsonNode pods = page.get("/namespaces/" + namespace + "/pods?light=true");
            assertThat(pods).isNotEmpty().allSatisfy(FrontendTest::isAPod);
        }
    }

    @Test
    void opensWhatIsClicked() throws Exception {
        JsonNode app = page.get(SHOP + "/apps/gateway");
        isAnApp(app);
        assertThat(texts(app.path("podNames"))).isNotEmpty();

        JsonNode pod = page.get(SHOP + "/pods/" + app.at("/podNames/0").asText());
        isAPod(pod);
        assertThat(pod.path("containers")).hasSizeGreaterThan(1).allMatch(one -> one.path("name")
                .isTextual());

        assertThat(page.status(SHOP + "/apps/gone")).isEqualTo(404);
        assertThat(page.get(SHOP + "/apps")).allSatisfy(FrontendTest::isAnApp);
        assertThat(page.get(SHOP + "/pods")).allSatisfy(FrontendTest::isAPod);
    }

    @Test
    void showsUsageOfEveryTab() throws Exception {
        for (String tab : List.of("/namespaces/payments/apps/ledger", LEDGER, SHOP + "/apps/web")) {
            JsonNode resources = page.get(tab + "?metrics=true").path("resources");
            assertThat(resources.path("cpuUsage").asText()).as(tab).matches("[0-9.]+[mc]?");
            assertThat(resources.path("memUsage").asText()).as(tab).matches("[0-9.]+(Ki|Mi|Gi)");
        }
    }

    @Test
    void showsSecretsOnlyToThoseWhoMay() throws Exception {
        JsonNode masked = page.get(LEDGER + "?reveal_secrets=true");
        assertThat(masked.path("env")).isNotEmpty().noneMatch(value -> value.asText()
                .contains("demo-only"));
        assertThat(texts(masked.path("envSecrets"))).isNotEmpty();

        page.use(DEMO.gateway().issuer().token("admin"));
        JsonNode shown = page.get(LEDGER + "?reveal_secrets=true");
        assertThat(shown.path("env")).anyMatch(value -> value.asText().equals("demo-only"));
    }

    private static void isAnApp(JsonNode app) {
        assertThat(app.path("type").asText()).isIn("Deployment", "StatefulSet");
        assertThat(app.path("podNames").isArray()).isTrue();
        assertThat(app.path("replicas").isInt() && app.path("readyReplicas").isInt())
                .isTrue();
        hasWhatEveryScreenReads(app);
    }

    private static void isAPod(JsonNode pod) {
        assertThat(pod.has("type")).isFalse();
        assertThat(pod.path("status").asText()).isNotEmpty();
        hasWhatEveryScreenReads(pod);
    }

    private static void hasWhatEveryScreenReads(JsonNode resource) {
        assertThat(resource.path("name").asText()).isNotEmpty();
        assertThat(resource.path("namespace").asText()).isNotEmpty();
        assertThat(List.of("labels", "annotations", "env", "resources"))
                .allMatch(key -> resource.path(key).isObject());
        assertThat(List.of("envSecrets", "volumes", "secrets", "configMaps"))
                .allMatch(key -> resource.path(key).isArray());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
