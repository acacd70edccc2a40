package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private static final Duration RETRIES = Duration.ofSeconds(30);
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {selector: {matchLabels: {app: web}}}
            """;

    private final WatchedShop shop = new WatchedShop(List.of("Deployment", "StatefulSet"));

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void warnsOfAKindOnceForAllNamespaces() {
        shop.api.refuse("statefulsets", 403);
        shop.api.refuse("cronjobs", 404);
        shop.synced();
        await().atMost(RETRIES)
                .until(() -> shop.api.requests.stream()
                                .filter(request -> request.contains("cronjobs"))
                                .count()
                        >= 6);
        assertThat(shop.warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.startsWith("Kubernetes answers 403 for StatefulSet in ")
                        && warning.endsWith("grant get, list and watch"))
                .anyMatch(warning -> warning.startsWith("Kubernetes answers 404 for CronJob in "));
    }

    @Test
    void showsTheOtherKindsWhenOneCannotBeListed() {
        shop.api.refuse("statefulsets", 500);
        shop.pod("web-1", "{}", "");
        shop.synced();
        assertThat(shop.apps()).isEmpty();
        assertThat(shop.cache.pods("shop")).hasSize(1);
    }

    @Test
    void showsTheOtherKindsWhileTheListOfANewOneIsComing() {
        shop.api.refuse("statefulsets", 404);
        shop.put("deployments", DEPLOYMENT);
        shop.synced();
        Promise<Void> rest = shop.api.hold("statefulsets");
        shop.put("statefulsets", DEPLOYMENT.replace("Deployment", "StatefulSet").replace("web", "db"));
        shop.api.refuse("statefulsets", 0);
        await().atMost(RETRIES).until(() -> shop.answered("statefulsets") == 200);
        assertThat(shop.apps()).containsExactly("Deployment web []");
        assertThat(shop.cache.synced()).isTrue();
        rest.complete();
        await().atMost(RETRIES).until(() -> shop.apps().contains("StatefulSet db []"));
    }

    @Test
    void isNotReadyWhenNothingCanBeListed() {
        List.of("pods", "deployments", "statefulsets", "replicasets", "jobs", "cronjobs")
                .forEach(plural -> shop.api.refuse(plural, 503));
        shop.api.start();
        shop.cache.start();
        await().until(() -> shop.api.requests.size() >= 12);
        assertThat(shop.cache.synced()).isFalse();
    }

    @Test
    void bridgesTheRefusalsOfAnApiServerThatHasJustStarted() {
        shop.pod("web-1", "{}", "");
        shop.synced();
        cutOff(403);
        shop.nanoTime.addAndGet(Duration.ofSeconds(14).toNanos());
        assertThat(shop.cache.pods("shop")).hasSize(1);
        shop.api.refuse("pods", 0);
        shop.pod("web-2", "{}", "");
        await().atMost(RETRIES).until(() -> shop.cache.pods("shop").size() == 2);
    }

    @Test
    void showsNothingAnyMoreWhenItIsRefusedForLonger() {
        shop.pod("web-1", "{}", "");
        shop.synced();
        cutOff(403);
        shop.nanoTime.addAndGet(Duration.ofSeconds(16).toNanos());
        assertThatThrownBy(() -> shop.cache.pods("shop")).isInstanceOf(KubernetesUnavailable.class);
        assertThatThrownBy(() -> shop.cache.pod("shop", "web-1")).isInstanceOf(KubernetesUnavailable.class);
        assertThat(shop.cache.lastKnown("shop", "web-1")).isPresent();
        assertThat(shop.cache.lastKnown("shop", "web-2")).isEmpty();
        shop.api.stop();
        await().atMost(RETRIES).until(() -> shop.warnings().stream().anyMatch(w -> w.contains("cannot be asked")));
        assertThatThrownBy(() -> shop.cache.pods("shop")).isInstanceOf(KubernetesUnavailable.class);
    }

    @Test
    void warnsOfAnOutageOnceAndOfTheNextOneAgain() {
        shop.synced().watching();
        outage();
        assertThat(shop.warnings()).hasSize(1);
        shop.nanoTime.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(shop.cache.age()).isEqualTo(Duration.ofSeconds(7));
        shop.pod("web-1", "{}", "");
        shop.api.start();
        await().atMost(RETRIES).until(() -> shop.cache.pods("shop").size() == 1);
        await().atMost(RETRIES).until(() -> shop.cache.age().isZero());
        shop.watching();
        outage();
        assertThat(shop.warnings()).hasSize(2);
    }

    /** All watches have noticed it, so that none is late to when it is over. */
    private void outage() {
        shop.api.stop();
        shop.cutOff();
    }

    private void cutOff(int code) {
        shop.api.refuse("pods", code);
        shop.api.cut();
        await().atMost(RETRIES).until(() -> shop.warnings().stream().anyMatch(w -> w.contains(code + " for Pod")));
    }
}
