package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** config.yaml, edited under a running gateway and open streams. */
@Timeout(180)
final class ConfigReloadTest extends EditedConfig {
    private static final String STATUS = "/api/v1/admin/status";

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
        await().atMost(PATIENCE).until(() -> cluster.openWatches() == watching / 2);
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
        await().atMost(PATIENCE).until(() -> body("developer", path(hidden)).contains("\"secret\":\"yes\""));
        Eyes goes = new Eyes("developer", path(hidden));
        Eyes stays = new Eyes("developer", path(shown));
        Eyes app = new Eyes("developer", "shop/apps/web");

        edit(text -> text.replaceFirst("exclude_labels: \\[", "exclude_labels: [\"secret=yes\", "));

        goes.endsWithdrawn();
        stays.noticesNothing(shown);
        await().atMost(PATIENCE).until(() -> app.sees("\"kind\":\"policy-changed\""));
        assertThat(app.text()).containsPattern("\"podName\":\"" + name(hidden) + "\"[^}]*\"kind\":\"policy-changed\"");
        String unseen = say(hidden);
        String seen = say(shown);
        await().atMost(PATIENCE).until(() -> app.sees(seen));
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
        await().atMost(PATIENCE).until(() -> !lines(Level.ERROR, "config.yaml").isEmpty());

        assertThat(lines(Level.ERROR, ""))
                .singleElement()
                .asString()
                .contains("config.yaml:", "kubernetes.allowed_namespaces", "is not a namespace's name")
                .doesNotContain("hunter2", "\n");
        assertThat(body("admin", STATUS))
                .contains("\"configuration\":{\"reloads\":0,\"refusals\":1,\"disagree\":true")
                .contains("kubernetes.allowed_namespaces[0]: ")
                .doesNotContain("hunter2");
        assertThat(status("developer", "payments/pods")).isEqualTo(200);
        stays.noticesNothing(shop);

        edit(text -> allowing(text, "[shop]"));
        assertThat(body("admin", STATUS))
                .contains("\"configuration\":{\"reloads\":1,\"refusals\":1,\"disagree\":false");
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

    @Test
    void policyIsInForceAlsoWhileKubernetesDoesNotAnswer() throws Exception {
        ObjectNode shop = pod("shop", "web");
        ObjectNode payments = cluster.list("Pod", "payments").getFirst();
        Eyes app = new Eyes("developer", "shop/apps/web");
        Eyes goes = new Eyes("developer", path(payments));
        cluster.down();

        edit(text -> allowing(text, "[shop]") + "  app_kinds: [StatefulSet]\n");

        goes.endsWithdrawn();
        assertThat(status("developer", "payments/pods")).isEqualTo(403);
        // The other kinds cannot be read now: what was known of those before is shown on.
        assertThat(status("developer", "shop/pods")).isEqualTo(200);
        assertThat(status("developer", "shop/apps/web")).isEqualTo(200);
        assertThat(lines(Level.ERROR, "")).isEmpty();

        cluster.up();
        await().atMost(PATIENCE).until(() -> status("developer", "shop/apps/web") == 404);
        app.noticesNothing(shop);
    }

    @Test
    void aRunThatEndedBeforeItsNamespaceWasAllowedIsKept() throws Exception {
        edit(text -> allowing(text, "[shop]"));
        ObjectNode ended = pod("payments", "checkout");
        cluster.terminate("payments", name(ended), "checkout", 7);

        edit(UnaryOperator.identity());

        await().atMost(PATIENCE)
                .until(() -> body("developer", "payments/terminated").contains(name(ended)));
    }
}
