package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.config.Config;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache that comes to watch other namespaces and kinds. */
class WatchChangeTest {
    private static final Duration RETRIES = Duration.ofMinutes(1);
    private final WatchedShop shop = new WatchedShop(List.of("Deployment"));

    @BeforeEach
    void fill() {
        put("deployments", "apps/v1", "Deployment", "web");
        put("statefulsets", "apps/v1", "StatefulSet", "db");
        put("jobs", "batch/v1", "Job", "import");
        shop.synced();
        assertThat(shop.apps()).containsExactly("Deployment web []");
    }

    private void put(String plural, String apiVersion, String kind, String name) {
        shop.put(
                plural,
                """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, uid: uid-%s}
                spec: {selector: {matchLabels: {app: %s}}, template: {spec: {containers: [{name: app}]}}}
                """
                        .formatted(apiVersion, kind, name, name, name));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static Config.Kubernetes watching(List<String> namespaces, String kind) {
        Config.Filters all = new Config.Filters("", List.of());
        return new Config.Kubernetes(
                "",
                0,
                new Config.Api(0, 0),
                namespaces,
                new Config.AppGroups(false, new Config.AppGroupLabels("", "", "", "")),
                all,
                all,
                "",
                List.of(kind),
                List.of());
    }

    private void change(String kind) {
        ClusterCache.Change change = shop.cache.change(watching(List.of("shop", "payments"), kind));
        change.show();
        change.end();
    }

    @Test
    void showsOtherKindsOnceTheyHaveBeenRead() {
        change("StatefulSet");

        await().atMost(RETRIES).until(() -> shop.apps().equals(List.of("StatefulSet db []")));
    }

    @Test
    void staysAsItWasWhileOtherKindsCannotBeRead() {
        shop.api.stop();

        change("StatefulSet");

        assertThat(shop.apps()).containsExactly("Deployment web []");
        shop.api.start();
        await().atMost(RETRIES).until(() -> shop.apps().equals(List.of("StatefulSet db []")));
    }

    @Test
    void forgetsAChangeThatAnotherOneCameBefore() {
        shop.api.stop();
        change("StatefulSet");
        change("Job");

        shop.api.start();

        await().atMost(RETRIES).until(() -> shop.apps().equals(List.of("Job import []")));
    }

    @Test
    void isAsBeforeOnceAChangeIsAbandoned() {
        shop.api.stop();
        ClusterCache.Change change = shop.cache.change(watching(List.of("shop", "payments", "new"), "StatefulSet"));
        change.show();
        assertThatThrownBy(() -> shop.cache.pods("new")).isInstanceOf(KubernetesUnavailable.class);

        change.abandon();

        assertThatThrownBy(() -> shop.cache.pods("new")).isInstanceOf(NamespaceRefused.class);
        assertThat(shop.apps()).containsExactly("Deployment web []");
        shop.api.start();
        change("Job");
        await().atMost(RETRIES).until(() -> shop.apps().equals(List.of("Job import []")));
    }

    @Test
    void refusesARemovedNamespaceAtTheEndOfTheChangeAndNotBefore() {
        ClusterCache.Change change = shop.cache.change(watching(List.of("shop"), "Deployment"));
        change.show();
        assertThat(shop.cache.pods("payments")).isEmpty();

        change.end();

        assertThatThrownBy(() -> shop.cache.pods("payments")).isInstanceOf(NamespaceRefused.class);
        assertThat(shop.apps()).containsExactly("Deployment web []");
    }
}
