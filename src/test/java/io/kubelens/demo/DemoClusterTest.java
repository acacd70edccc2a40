package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class DemoClusterTest {
    @RegisterExtension
    static final LoopbackWeb WEB = new LoopbackWeb();

    private DemoCluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        cluster = DemoCluster.start(WEB.vertx(), 0);
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.url().toString())
                .withWatchReconnectInterval(20)
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void listsByNamespaceSortedByName() {
        pods("web-1", "api-1");
        cluster.put(pod("vault", "safe-1", Map.of()));
        assertThat(names(client.pods().inNamespace("shop").list().getItems())).containsExactly("api-1", "web-1");
        assertThat(names(client.pods().inAnyNamespace().list().getItems())).containsExactly("api-1", "web-1", "safe-1");
        assertThat(client.pods().inNamespace("shop").list().getMetadata().getResourceVersion())
                .isNotEmpty();
    }

    @Test
    void getsAPodThatRuns() {
        pods("web-1");
        Pod pod = client.pods().inNamespace("shop").withName("web-1").get();
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getContainerStatuses().getFirst().getReady()).isTrue();
        assertThat(pod.getMetadata().getUid()).isNotEmpty();
        assertThat(client.pods().inNamespace("shop").withName("none").get()).isNull();
    }

    @Test
    void keepsTheUidOfAReplacedObjectButNotOfARecreatedOne() {
        pods("web-1");
        String first = uid("web-1");
        pods("web-1");
        assertThat(uid("web-1")).isEqualTo(first);
        cluster.delete("Pod", "shop", "web-1");
        pods("web-1");
        assertThat(uid("web-1")).isNotEqualTo(first);
    }

    @Test
    void takesModelObjects() {
        cluster.put(new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .endMetadata()
                .addToData("a", "b")
                .build());
        assertThat(client.configMaps().inNamespace("shop").withName("web").get().getData())
                .containsEntry("a", "b");
    }

    @Test
    void selectsByLabel() {
        cluster.put(pod("shop", "a", Map.of("app", "web", "tier", "front")));
        cluster.put(pod("shop", "b", Map.of("app", "api", "tier", "back")));
        cluster.put(pod("shop", "c", Map.of("app", "job")));
        assertThat(selected(pods -> pods.withLabel("app", "web"))).containsExactly("a");
        assertThat(selected(pods -> pods.withLabelIn("app", "web", "api"))).containsExactly("a", "b");
        assertThat(selected(pods -> pods.withLabelNotIn("app", "web", "api"))).containsExactly("c");
        assertThat(selected(pods -> pods.withLabel("tier"))).containsExactly("a", "b");
        assertThat(selected(pods -> pods.withoutLabel("tier"))).containsExactly("c");
        assertThat(selected(pods -> pods.withoutLabel("tier", "front"))).containsExactly("b", "c");
        assertThat(selected(pods -> pods.withLabelIn("app", "web", "api").withoutLabel("tier", "back")))
                .containsExactly("a");
        assertThat(selected(pods -> pods.withField("metadata.name", "b"))).containsExactly("b");
        assertThat(get("/api/v1/namespaces/shop/pods?labelSelector=a%20b").statusCode())
                .isEqualTo(400);
    }

    @Test
    void watchTellsWhatHappens() {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Watch watch = client.pods().inNamespace("shop").watch(record(events))) {
            assertThat(watch).isNotNull();
            await().until(() -> cluster.openWatches() == 1);
            pods("web-1");
            pods("web-1");
            cluster.put(pod("vault", "safe-1", Map.of()));
            cluster.delete("Pod", "shop", "web-1");
            await().atMost(Duration.ofSeconds(60)).until(() -> events.size() == 3);
            assertThat(events).containsExactly("ADDED web-1", "MODIFIED web-1", "DELETED web-1");
            assertThat(cluster.openWatches()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> cluster.openWatches() == 0);
    }

    @Test
    void watchOfASelectorTellsWhatEntersAndLeaves() {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Watch watch =
                client.pods().inNamespace("shop").withLabel("app", "web").watch(record(events))) {
            assertThat(watch).isNotNull();
            // Without a resourceVersion a watch tells what is there when it begins, a moment after its handshake.
            await().until(() -> cluster.openWatches() == 1);
            cluster.put(pod("shop", "a", Map.of("app", "api")));
            cluster.put(pod("shop", "a", Map.of("app", "web")));
            cluster.put(pod("shop", "a", Map.of("app", "api")));
            await().atMost(Duration.ofSeconds(60)).until(() -> events.size() == 2);
            assertThat(events).containsExactly("ADDED a", "DELETED a");
        }
    }

    @Test
    void watchOverPlainHttpIsLinesOfJson() {
        cluster.put(pod("shop", "web-1", Map.of()));
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(cluster.url() + "/api/v1/namespaces/shop/pods?watch=true&timeoutSeconds=1"))
                .build();
        WEB.send(request, HttpResponse.BodyHandlers.ofLines()).body().forEach(lines::add);
        assertThat(lines).singleElement().asString().startsWith("{\"type\":\"ADDED\",\"object\":{");
    }

    @Test
    void informerSurvivesCutsCompactionAndAnOutage() {
        pods("web-1");
        try (SharedIndexInformer<Pod> informer =
                client.pods().inNamespace("shop").inform()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> names(informer.getStore().list()).equals(List.of("web-1")));

            await().atMost(Duration.ofSeconds(60)).until(() -> cluster.openWatches() == 1);
            cluster.cutWatches();
            pods("web-2");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> informer.getStore().list().size() == 2);

            cluster.down();
            pods("web-3");
            cluster.compact();
            cluster.up();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> informer.getStore().list().size() == 3);
            assertThat(cluster.requests().stream().filter(line -> !line.contains("watch=true")))
                    .as("one list at the start, one after 410")
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void compactionLeavesARunningWatchAlone() {
        List<String> events = new CopyOnWriteArrayList<>();
        try (Watch watch = client.pods().inNamespace("shop").watch(record(events))) {
            assertThat(watch).isNotNull();
            await().until(() -> cluster.openWatches() == 1);
            pods("web-1");
            cluster.compact();
            pods("web-2");
            await().atMost(Duration.ofSeconds(60)).until(() -> events.size() == 2);
            assertThat(events).containsExactly("ADDED web-1", "ADDED web-2");
        }
    }

    @Test
    void watchFromACompactedVersionIsGone() {
        pods("web-1");
        cluster.compact();
        assertThat(get("/api/v1/namespaces/shop/pods?watch=true&resourceVersion=1001")
                        .body())
                .startsWith("{\"type\":\"ERROR\"")
                .contains("\"code\":410", "\"reason\":\"Expired\"");
    }

    @Test
    void refusesWritesAndWhatIsForbidden() {
        pods("web-1");
        assertThatThrownBy(() ->
                        client.pods().inNamespace("shop").withName("web-1").delete())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(405));
        cluster.forbid("/api/v1/namespaces/shop/pods");
        assertThatThrownBy(() -> client.pods().inNamespace("shop").list())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(403));
        cluster.allow("/api/v1/namespaces/shop/pods");
        assertThat(client.pods().inNamespace("shop").list().getItems()).hasSize(1);
    }

    @Test
    void countsWhoReadsSecretsAndRemembersRequests() {
        assertThat(cluster.secretReads()).isZero();
        get("/api/v1/namespaces/shop/secrets/none?x=1");
        assertThat(cluster.secretReads()).isEqualTo(1);
        assertThat(cluster.requests()).containsExactly("GET /api/v1/namespaces/shop/secrets/none?x=1");
    }

    @Test
    void showsAnEventInBothApis() {
        cluster.put(Map.of(
                "kind",
                "Event",
                "metadata",
                Map.of("namespace", "shop", "name", "e1"),
                "involvedObject",
                Map.of("kind", "Pod", "name", "web-1"),
                "message",
                "Started",
                "count",
                3));
        assertThat(client.v1().events().inNamespace("shop").list().getItems())
                .extracting(event -> event.getInvolvedObject().getName())
                .containsExactly("web-1");
        assertThat(client.events().v1().events().inNamespace("shop").list().getItems())
                .satisfiesExactly(event -> {
                    assertThat(event.getRegarding().getName()).isEqualTo("web-1");
                    assertThat(event.getNote()).isEqualTo("Started");
                    assertThat(event.getDeprecatedCount()).isEqualTo(3);
                });

        cluster.delete("Event", "shop", "e1");

        assertThat(client.events().v1().events().inNamespace("shop").list().getItems())
                .isEmpty();
    }

    @Test
    void discoversWhatItServes() {
        assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("34");
        assertThat(client.getApiGroups().getGroups()).hasSize(4);
        assertThat(client.getApiResources("apps/v1").getResources()).hasSize(4);
        assertThat(get("/apis/none/v1/things").statusCode()).isEqualTo(404);
        assertThat(get("/openapi/v2").statusCode()).isEqualTo(404);
    }

    private void pods(String... names) {
        Stream.of(names).forEach(name -> cluster.put(pod("shop", name, Map.of())));
    }

    static ObjectNode pod(String namespace, String name, Map<String, String> labels, String... containers) {
        List<Map<String, String>> specs = Stream.of(containers.length == 0 ? new String[] {"main"} : containers)
                .map(container -> Map.of("name", container, "image", "demo.local/x:1"))
                .toList();
        return Json.tree(Map.of(
                "kind",
                "Pod",
                "metadata",
                Map.of("namespace", namespace, "name", name, "labels", labels),
                "spec",
                Map.of("containers", specs)));
    }

    private String uid(String name) {
        return cluster.get("Pod", "shop", name)
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
    }

    private List<String> selected(
            java.util.function.UnaryOperator<
                            FilterWatchListDeletable<
                                    Pod,
                                    io.fabric8.kubernetes.api.model.PodList,
                                    io.fabric8.kubernetes.client.dsl.PodResource>>
                    selection) {
        return names(selection.apply(client.pods().inNamespace("shop")).list().getItems());
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private HttpResponse<String> get(String path) {
        return WEB.get(URI.create(cluster.url() + path));
    }

    private static Watcher<Pod> record(List<String> events) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                events.add(action + " " + pod.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                events.add("closed " + cause);
            }
        };
    }
}
