package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubelens.demo.DemoGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The existing user interface against the gateway: its calls at login, in each view, on pin and restore, in their order,
 * and what it does with the answers.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class FrontendTest {
    private static final String PAGE = "http://localhost:3000/";
    private static final String SHOP = "/namespaces/shop";
    /** A StatefulSet's pod with one container, whose log nobody writes but these tests. */
    private static final String LEDGER = "/namespaces/payments/pods/ledger-0";

    private static DemoGateway gateway;
    private final Frontend page = new Frontend(gateway.url());

    @BeforeAll
    static void start() throws Exception {
        gateway = DemoGateway.start(DemoGateway.Ports.FREE, List.of(Path.of("routes")), "application.properties");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void login() {
        page.use(gateway.issuer().token("developer"));
    }

    @AfterEach
    void leave() {
        page.close();
    }

    @Test
    void logsInAndLearnsWhatItMayShow() throws Exception {
        page.use("");
        JsonNode auth = page.get("/auth/config");
        assertThat(List.of("keycloak_url", "realm", "client_id"))
                .allSatisfy(key -> assertThat(auth.path(key).asText()).as(key).isNotEmpty());
        assertThat(texts(auth.path("allowed_groups"))).isNotEmpty();

        JsonNode token = page.login(gateway.issuer().code("developer", PAGE, ""), PAGE);
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
        page.use(gateway.issuer().token("developer", Map.of("exp", 1)));
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

        page.use(gateway.issuer().token("admin"));
        JsonNode shown = page.get(LEDGER + "?reveal_secrets=true");
        assertThat(shown.path("env")).anyMatch(value -> value.asText().equals("demo-only"));
    }

    /** The first request goes out without a container, is aborted, and comes again with the first container's name. */
    @Test
    void showsAPane() throws Exception {
        String name = page.get(SHOP + "/apps/gateway").at("/podNames/0").asText();
        String pod = SHOP + "/pods/" + name;
        String container = page.get(pod).at("/containers/0/name").asText();
        page.abort(pod + "/logs?tail=500");

        try (LogPane pane = page.pane(pod, "&container=" + container)) {
            LogPane.Event first = pane.nextLine();
            assertThat(first.data().path("podName").asText()).isEqualTo(name);
            assertThat(first.data().path("containerName").asText()).isEqualTo(container);
        }
        try (LogPane stub = page.pane(pod, "")) {
            assertThat(stub.nextLine().data().path("containerName").asText()).isNotEmpty();
        }
    }

    /** Pause aborts; resuming asks with the time of the last line or marker, and what comes twice is shown twice. */
    @Test
    void goesOnAfterAPauseWithoutLossOrRepetition() throws Exception {
        List<String> seen = new ArrayList<>();
        List<String> written = new ArrayList<>();
        String since = "";
        for (int round = 0; round < 4; round++) {
            try (LogPane pane = page.pane(LEDGER, since)) {
                String last = "round " + round + " line 9";
                // Also what is written while nobody looks, and lines of one and the same time.
                written.addAll(write(round));
                seen.addAll(pane.messagesUntil(event -> event.isLine(last)));
                since = "&since=" + pane.cursor();
            }
            written.addAll(write(10 + round));
        }

        assertThat(seen.stream().filter(line -> line.startsWith("round")))
                .containsExactlyElementsOf(written.subList(0, written.size() - 10));
    }

    private static List<String> write(int round) {
        Instant now = Instant.now();
        List<String> lines = IntStream.range(0, 10)
                .mapToObj(i -> "round " + round + " line " + i)
                .toList();
        lines.forEach(line -> gateway.cluster().appendLog("payments", "ledger-0", "postgres", line, now));
        return lines;
    }

    /** Up to four, one after the other, by name; a pane each. */
    @Test
    void restoresWhatWasPinned() throws Exception {
        List<String> pinned = List.of(SHOP + "/apps/web", LEDGER, SHOP + "/apps/gateway", SHOP + "/apps/api");
        List<LogPane> panes = new ArrayList<>();
        for (String resource : pinned) {
            JsonNode restored = page.get(resource);
            assertThat(restored.path("name").asText()).isEqualTo(resource.replaceFirst(".*/", ""));
            panes.add(page.pane(resource, ""));
        }
        for (LogPane pane : panes) {
            assertThat(pane.nextLine().data().path("message").isTextual()).isTrue();
            pane.close();
        }
    }

    @Test
    void mayLeaveAViewAtAnyTime() throws Exception {
        for (int i = 0; i < 50; i++) {
            page.abort(SHOP + "/pods?light=true");
            page.abort(SHOP + "/apps?metrics=true");
            page.abort(LEDGER + "/logs?tail=500");
            page.abort(SHOP + "/apps/web/logs?tail=500");
        }

        assertThat(page.get(SHOP + "/apps?light=true")).isNotEmpty();
        await("nothing is read for panes that are gone, but for the idle minute after them")
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.cluster().openLogs() <= 6);
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
