package io.kubelens;

import static io.kubelens.Frontend.LEDGER;
import static io.kubelens.Frontend.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the existing user interface keeps of a user's screen, and how it comes back to it. */
@Timeout(120)
class FrontendSessionTest {
    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @RegisterExtension
    final Frontend page = new Frontend(DEMO.gateway(), "developer");

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

    /** Its defaults go out while it still waits for what was kept; what it gets is never a part of either. */
    @Test
    void keepsASession() throws Exception {
        JsonNode kept = session("dark", List.of(LEDGER));
        JsonNode defaults = session("light", List.of());
        page.keep(kept).get();

        CompletableFuture<JsonNode> restored = page.asking("/session");
        CompletableFuture<JsonNode> config = page.asking("/config");
        CompletableFuture<Void> written = page.keep(defaults);
        assertThat(state(restored.get())).isIn(kept, defaults);
        assertThat(config.get().has("kubernetes")).isTrue();
        written.get();
        assertThat(state(page.get("/session"))).isEqualTo(defaults);

        page.keep(kept).get();
        assertThat(state(page.get("/session"))).isEqualTo(kept);
        page.forget().get();
        assertThat(state(page.get("/session"))).isEmpty();
    }

    /** Every pin is written at once, and a reloaded page shows what was pinned last. */
    @Test
    void restoresPinsAfterAReload() throws Exception {
        List<String> pinned = new ArrayList<>(List.of(SHOP + "/apps/web", LEDGER, SHOP + "/apps/gateway"));
        for (int pins = 1; pins <= pinned.size(); pins++) {
            page.keep(session("", pinned.subList(0, pins))).get();
        }

        try (Frontend reloaded = new Frontend(DEMO.gateway(), "developer")) {
            JsonNode session = reloaded.get("/session");
            assertThat(session.path("version").asInt()).isEqualTo(1);
            assertThat(Instant.parse(session.path("updated_at").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(session.path("pinned_resources")).hasSameSizeAs(pinned);
            for (JsonNode pin : session.path("pinned_resources")) {
                assertThat(path(pin)).isEqualTo(pinned.removeFirst());
                assertThat(reloaded.get(path(pin)).path("name")).isEqualTo(pin.path("name"));
            }
        }
    }

    /** A document with keys that mean nothing to the gateway, too. */
    private static JsonNode session(String theme, List<String> pins) {
        ObjectNode session = JsonNodeFactory.instance.objectNode();
        session.put("theme", theme).put("sidebar_open", true).putNull("active_view_id");
        session.putObject("log_view").put("density", "compact");
        ArrayNode resources = session.putArray("pinned_resources");
        for (String pin : pins) {
            String[] parts = pin.split("/", -1);
            resources
                    .addObject()
                    .put("type", parts[3].equals("pods") ? "pod" : "app")
                    .put("namespace", parts[2])
                    .put("name", parts[4]);
        }
        return session;
    }

    private static String path(JsonNode pin) {
        return "/namespaces/%s/%ss/%s"
                .formatted(
                        pin.path("namespace").asText(),
                        pin.path("type").asText(),
                        pin.path("name").asText());
    }

    /** What the page has put there; the gateway adds a version and a time. */
    private static JsonNode state(JsonNode session) {
        assertThat(session.path("version").asInt()).isEqualTo(1);
        return ((ObjectNode) session).without(List.of("version", "updated_at"));
    }
}
