package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** config.yaml of the packaged gateway, edited while streams are open. */
@ExtendWith(SharedCluster.class)
class ConfigReloadIT {
    private static final String NAMESPACES = "/api/v1/namespaces/";
    private static final String ALLOWED = "allowed_namespaces: [shop, payments]";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static RealCluster cluster;
    private static GatewayConfig config;
    private static PackagedGateway gateway;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared, @TempDir Path directory) throws IOException {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        config = GatewayConfig.of(keycloak);
        token = keycloak.token("developer");
        cluster.pods().running("shop", "lasts", Map.of(), "app");
        cluster.pods().running("payments", "lasts-not", Map.of(), "app");
        gateway = PackagedGateway.in(directory, cluster, config);
        gateway.start();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static int status(String path) throws Exception {
        return gateway.client().get(NAMESPACES + path, token).status();
    }

    private static LogViewer follow(String namespace, String pod) {
        return gateway.client().follow(NAMESPACES + namespace + "/pods/" + pod + "/logs", token);
    }

    /** Of whom nothing was taken. */
    private static void noticesNothing(LogViewer viewer, String line) {
        cluster.log("lasts").append(Instant.now(), line);
        viewer.awaitLine(line);
        assertThat(viewer.state()).isEqualTo(LogViewer.State.OPEN);
        assertThat(viewer.marked("policy-changed")).isEmpty();
    }

    private static void endsWithdrawn(LogViewer viewer) {
        assertThat(viewer.awaitMarker("policy-changed").awaitEnd()).isEqualTo(LogViewer.State.ENDED);
    }

    @Test
    void takesANamespaceAwayAndBringsItBack() throws Exception {
        try (LogViewer stays = follow("shop", "lasts");
                LogViewer goes = follow("payments", "lasts-not")) {
            noticesNothing(stays, "before payments went");

            gateway.configure(config.with(ALLOWED, "allowed_namespaces: [shop]"));

            endsWithdrawn(goes);
            assertThat(status("payments/pods")).isEqualTo(403);
            gateway.configure(config);
            await().atMost(PATIENCE).until(() -> status("payments/pods") == 200);
            noticesNothing(stays, "after payments came back");
        }
    }

    @Test
    void takesAPodAwayByALabel() throws Exception {
        cluster.pods().running("shop", "hidden-later", Map.of("later", "yes"), "app");
        gateway.client().awaitPod("shop", "hidden-later", token);
        try (LogViewer stays = follow("shop", "lasts");
                LogViewer goes = follow("shop", "hidden-later")) {
            noticesNothing(stays, "before the label was excluded");

            gateway.configure(config.with(
                    "exclude_labels: [" + GatewayConfig.HIDDEN + "]",
                    "exclude_labels: [" + GatewayConfig.HIDDEN + ", later]"));

            endsWithdrawn(goes);
            assertThat(status("shop/pods/hidden-later")).isEqualTo(404);
            noticesNothing(stays, "after the label was excluded");
        } finally {
            gateway.configure(config);
        }
    }

    @Test
    void goesOnWhenItIsGivenANamespaceThatItMayNotRead() throws Exception {
        try (LogViewer stays = follow("shop", "lasts")) {
            gateway.configure(config.with(ALLOWED, "allowed_namespaces: [shop, payments, vault]"));

            await().atMost(PATIENCE).until(() -> status("vault/pods") == 502);
            assertThat(gateway.client().isReady()).isTrue();
            assertThat(status("shop/pods")).isEqualTo(200);
            noticesNothing(stays, "after vault was allowed");
        } finally {
            gateway.configure(config);
        }
        await().atMost(PATIENCE).until(() -> status("vault/pods") == 403);
    }

    @Test
    void namesWhatNeedsARestartAndRefusesWhatIsBroken() throws Exception {
        gateway.configure(config.with("shutdown_seconds: 5", "shutdown_seconds: 6\n  audit_logs: false"));
        awaitOutput("restart needed for server.audit_logs, server.shutdown_seconds");

        gateway.configure(config.with(ALLOWED, "allowed_namespaces: [shop, Payments]"));
        awaitOutput("'Payments' is not a namespace's name");

        assertThat(gateway.output().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains("config.yaml:", "the configuration before serves on");
        assertThat(status("payments/pods")).isEqualTo(200);
        gateway.configure(config);
    }

    private static void awaitOutput(String text) {
        await().atMost(PATIENCE).until(() -> gateway.output().contains(text));
    }
}
