package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCacheTest {
    private static final Vertx vertx = Vertx.vertx();
    private final FakeApi api = new FakeApi(vertx);
    private final ServiceCluster cluster = ServiceCluster.at(api.uri(), List.of("shop", "payments"), vertx);
    private final ClusterCache cache = new ClusterCache(cluster, List.of("Deployment", "StatefulSet", "CronJob"));

    @AfterEach
    void close() {
        cache.close();
        cluster.close();
        api.close();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close();
    }

    @Test
    void listsPodsOfANamespaceByName() {
        api.put("pods", pod("shop", "web-2", Map.of()));
        api.put("pods", pod("shop", "web-1", Map.of()));
        api.put("pods", pod("payments", "pay-1", Map.of()));
        startSynced();
        assertThat(cache.pods("shop")).extracting(KubePod::name).containsExactly("web-1", "web-2");
        assertThat(cache.pod("shop", "web-1")).isPresent();
        assertThat(cache.pod("shop", "pay-1")).isEmpty();
    }

    @Test
    void looksWithoutACallToKubernetes() {
        api.put("pods", pod("shop", "web-1", Map.of()));
        startSynced();
        await().until(() -> api.requests.size() == 24);
        for (int i = 0; i < 100; i++) {
            cache.pods("shop");
            cache.apps("shop");
        }
        assertThat(api.requests).hasSize(24);
    }

    @Test
    void listsAppsInOrderOfKindThenNameWithTheirPods() {
        api.put("statefulsets", statefulSet("db"));
        api.put("deployments", deployment("web", Map.of("app", "web")));
        api.put("deployments", deployment("api", Map.of("app", "api")));
        api.put("pods", pod("shop", "web-2", Map.of("app", "web", "x", "y")));
        api.put("pods", pod("shop", "web-1", Map.of("app", "web")));
        api.put("pods", pod("shop", "db-0", Map.of("tier", "db")));
        startSynced();
        assertThat(cache.apps("shop")).extracting(KubeApp::name).containsExactly("api", "web", "db");
        assertThat(cache.app("shop", "web").orElseThrow().pods())
                .extracting(KubePod::name)
                .containsExactly("web-1", "web-2");
        assertThat(cache.app("shop", "db").orElseThrow().pods())
                .extracting(KubePod::name)
                .containsExactly("db-0");
        assertThat(cache.app("shop", "api").orElseThrow().pods()).isEmpty();
        assertThat(cache.app("shop", "absent")).isEmpty();
    }

    @Test
    void givesTheFirstKindWhenNamesAreEqual() {
        api.put("statefulsets", statefulSet("web"));
        api.put("deployments", deployment("web", Map.of("app", "web")));
        startSynced();
        assertThat(cache.app("shop", "web").orElseThrow().kind()).isEqualTo("Deployment");
    }

    @Test
    void tellsListenersAboutPodsAfterTheCacheHasThem() {
        List<String> events = new CopyOnWriteArrayList<>();
        var subscription = cache.onPod(event -> events.add(event.kind() + " "
                + event.pod().name() + " " + cache.pods("shop").size()));
        cache.onPod(event -> {
            throw new IllegalStateException("a listener that fails harms nobody");
        });
        startSynced();
        api.put("pods", pod("shop", "web-1", Map.of()));
        await().until(() -> events.size() == 1);
        api.put("pods", pod("shop", "web-1", Map.of("a", "b")));
        await().until(() -> events.size() == 2);
        api.delete("pods", "shop", "web-1");
        await().until(() -> events.size() == 3);
        subscription.close();
        api.put("pods", pod("shop", "web-2", Map.of()));
        await().until(() -> cache.pods("shop").size() == 1);
        assertThat(events).containsExactly("ADDED web-1 1", "MODIFIED web-1 1", "DELETED web-1 0");
    }

    @Test
    void recoversFrom410() {
        api.put("pods", pod("shop", "web-1", Map.of()));
        startSynced();
        await().until(() -> api.requests.size() == 24);
        api.compact("pods", pod("shop", "web-2", Map.of()));
        await().atMost(Duration.ofSeconds(20)).until(() -> cache.pods("shop").size() == 2);
        api.put("pods", pod("shop", "web-3", Map.of()));
        await().atMost(Duration.ofSeconds(20)).until(() -> cache.pods("shop").size() == 3);
    }

    @Test
    void startsWithoutAnApiServerAndRecoversByItself() {
        cache.start();
        assertThat(cache.synced()).isFalse();
        assertThatThrownBy(() -> cache.pods("shop")).isInstanceOf(KubernetesUnavailable.class);
        assertThatThrownBy(() -> cache.apps("shop")).isInstanceOf(KubernetesUnavailable.class);
        api.put("pods", pod("shop", "web-1", Map.of()));
        api.start();
        await().atMost(Duration.ofSeconds(40)).until(cache::synced);
        assertThat(cache.pods("shop")).hasSize(1);
    }

    @Test
    void servesWhatItKnowsDuringAnOutageAndCatchesUp() {
        api.put("pods", pod("shop", "web-1", Map.of()));
        startSynced();
        api.stop();
        api.put("pods", pod("shop", "web-2", Map.of()));
        assertThat(cache.pods("shop")).hasSize(1);
        assertThat(cache.synced()).isTrue();
        api.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> cache.pods("shop").size() == 2);
    }

    @Test
    void leavesOutWhatIsForbiddenOrMissingUntilItIsNot() {
        api.refuse("statefulsets", 403);
        api.refuse("cronjobs", 404);
        api.put("statefulsets", statefulSet("db"));
        api.put("deployments", deployment("web", Map.of("app", "web")));
        startSynced();
        assertThat(cache.apps("shop")).extracting(KubeApp::name).containsExactly("web");
        assertThat(cache.app("shop", "db")).isEmpty();
        api.refuse("statefulsets", 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> cache.apps("shop").size() == 2);
    }

    @Test
    void isReadyButHasNothingToSayWhenPodsAreForbidden() {
        api.refuse("pods", 403);
        startSynced();
        assertThatThrownBy(() -> cache.pods("shop")).isInstanceOf(KubernetesUnavailable.class);
        assertThatThrownBy(() -> cache.apps("shop")).isInstanceOf(KubernetesUnavailable.class);
    }

    @Test
    void isNotReadyWhileItsCredentialsAreRefused() {
        for (String plural : List.of("pods", "deployments", "statefulsets", "cronjobs", "jobs", "replicasets")) {
            api.refuse(plural, 401);
        }
        api.start();
        cache.start();
        await().until(() -> api.requests.size() >= 8);
        assertThat(cache.synced()).isFalse();
    }

    @Test
    void refusesANamespaceThatIsNotAllowed() {
        startSynced();
        assertThatThrownBy(() -> cache.pods("vault")).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cache.pod("vault", "x")).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cache.apps("vault")).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cache.app("", "x")).isInstanceOf(NamespaceRefused.class);
        assertThat(api.requests).noneMatch(request -> request.contains("vault"));
    }

    @Test
    void refusesAKindThatIsNotInTheTable() {
        assertThatThrownBy(() -> new ClusterCache(cluster, List.of("Deployment", "Secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Secret'")
                .hasMessageContaining("CronJob");
    }

    @Test
    void keepsNeitherManagedFieldsNorCopiesOfTheManifest() {
        Pod pod = pod("shop", "web-1", Map.of());
        pod.getMetadata()
                .setAnnotations(Map.of(
                        "kubectl.kubernetes.io/last-applied-configuration", "{\"password\":\"hunter2\"}", "a", "b"));
        api.put(
                "pods",
                pod.edit()
                        .editMetadata()
                        .addNewManagedField()
                        .withManager("kubectl")
                        .endManagedField()
                        .endMetadata()
                        .build());
        startSynced();
        var kept = cache.pod("shop", "web-1").orElseThrow().object().getMetadata();
        assertThat(kept.getManagedFields()).isEmpty();
        assertThat(kept.getAnnotations())
                .containsEntry("kubectl.kubernetes.io/last-applied-configuration", "********")
                .containsEntry("a", "b");
    }

    private void startSynced() {
        api.start();
        cache.start();
        await().atMost(Duration.ofSeconds(20)).until(cache::synced);
    }

    private static Pod pod(String namespace, String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static Deployment deployment(String name, Map<String, String> selector) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .endSpec()
                .build();
    }

    private static StatefulSet statefulSet(String name) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchExpressions(new LabelSelectorRequirementBuilder()
                        .withKey("tier")
                        .withOperator("In")
                        .withValues("db", "cache")
                        .build())
                .endSelector()
                .endSpec()
                .build();
    }
}
