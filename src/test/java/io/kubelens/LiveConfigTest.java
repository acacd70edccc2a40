package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubernetesUnavailable;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.kube.ServiceCluster;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which configuration is in force when something fails while another one is put in force. */
final class LiveConfigTest {
    private static final Config BEFORE = allowing("[shop, payments]");

    private final Vertx vertx = Vertx.vertx();
    private final ServiceCluster nowhere = ServiceCluster.at(
            URI.create("http://127.0.0.1:9"), BEFORE.kubernetes().allowedNamespaces(), vertx);
    private final ClusterCache cache =
            new ClusterCache(nowhere, BEFORE.kubernetes().appKinds());
    private final LiveConfig live = new LiveConfig(BEFORE, () -> fail("interrupted"));
    private final List<Config> told = new ArrayList<>();

    private static Config allowing(String namespaces) {
        String yaml =
                """
                auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
                kubernetes: {allowed_namespaces: %s}
                """
                        .formatted(namespaces);
        return ConfigFile.parse(Path.of("config.yaml"), yaml, Map.of()).config();
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }

    @BeforeEach
    void start() {
        cache.start();
    }

    @AfterEach
    void stop() {
        cache.close();
        nowhere.close();
        vertx.close();
    }

    @Test
    void isTheOneBeforeWhenSomethingFailsBeforeTheSwitch() {
        Config next = allowing("[shop, payments, new]");

        assertThatThrownBy(() -> live.replace(next, cache, List.of(() -> told.add(live.get()))))
                .hasMessage("interrupted");

        assertThat(live.get()).isEqualTo(BEFORE);
        assertThat(told).isEmpty();
        assertThat(nowhere.namespaces()).containsExactlyInAnyOrder("shop", "payments");
        assertThatThrownBy(() -> cache.pods("new")).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cache.pods("payments")).isInstanceOf(KubernetesUnavailable.class);
    }

    @Test
    void isTheNextOneForEverybodyWhenSomethingFailsAfterTheSwitch() {
        Config next = allowing("[shop]");
        List<Runnable> followers = List.of(
                () -> fail("first"),
                () -> told.add(live.get()),
                () -> {
                    throw new AssertionError("third");
                },
                () -> told.add(live.get()));

        assertThatThrownBy(() -> live.replace(next, cache, followers))
                .hasRootCauseMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().satisfies(other -> assertThat(other)
                        .hasMessage("third")));

        assertThat(live.get()).isEqualTo(next);
        assertThat(told).containsExactly(next, next);
        assertThat(nowhere.namespaces()).containsExactly("shop");
        assertThatThrownBy(() -> cache.pods("payments")).isInstanceOf(NamespaceRefused.class);
    }
}
