package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceClusterTest {
    private static final Vertx vertx = Vertx.vertx();
    private final FakeApi api = new FakeApi(vertx);
    private final ServiceCluster cluster = ServiceCluster.at(api.uri(), List.of("shop"), vertx);

    @BeforeEach
    void start() {
        api.start();
    }

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close();
    }

    @Test
    void readsAnAllowedNamespaceUnderItsOwnName() {
        assertThat(cluster.client().pods().inNamespace("shop").list().getItems())
                .isEmpty();
        assertThat(api.requests).containsExactly("GET /api/v1/namespaces/shop/pods");
        assertThat(api.headers).singleElement().asString().startsWith("kubelens/");
    }

    @Test
    void watchesAnAllowedNamespace() {
        List<String> events = new CopyOnWriteArrayList<>();
        try (var watch = cluster.client()
                .pods()
                .inNamespace("shop")
                .withResourceVersion("1")
                .watch(new Recorder(events))) {
            assertThat(watch).isNotNull();
            api.put("pods", pod());
            await().until(() -> events.equals(List.of("ADDED")));
        }
    }

    @Test
    void sendsNothingToAnyOtherNamespace() {
        var pods = cluster.client().pods();
        assertThatThrownBy(() -> pods.inNamespace("vault").list()).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> pods.inNamespace("shop/../vault").list()).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() ->
                        pods.inNamespace("shop").withName("../../vault/pods/x").get())
                .isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> pods.inAnyNamespace().list()).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cluster.client().namespaces().list()).isInstanceOf(NamespaceRefused.class);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void opensNoWebSocketToAnyOtherNamespace() {
        assertThatThrownBy(() ->
                        cluster.client().pods().inNamespace("vault").watch(new Recorder(new CopyOnWriteArrayList<>())))
                .isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> cluster.http()
                        .newWebSocketBuilder()
                        .uri(api.uri().resolve("/api/v1/namespaces/shop/pods/web-1/exec?command=sh"))
                        .buildAsync(new WebSocket.Listener() {})
                        .get(5, TimeUnit.SECONDS))
                .isInstanceOf(NamespaceRefused.class);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void writesNothing() {
        var pods = cluster.client().pods().inNamespace("shop");
        assertThatThrownBy(() -> pods.resource(pod()).create()).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> pods.withName("web-1").delete()).isInstanceOf(NamespaceRefused.class);
        var patch = cluster.http()
                .newHttpRequestBuilder()
                .uri(api.uri().resolve("/api/v1/namespaces/shop/pods/web-1"))
                .patch("application/merge-patch+json", "{}")
                .build();
        assertThatThrownBy(() -> cluster.http().sendAsync(patch, String.class).get(5, TimeUnit.SECONDS))
                .isInstanceOf(NamespaceRefused.class);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void carriesItsTokenToNoOtherHost() {
        var request = cluster.http()
                .newHttpRequestBuilder()
                .uri(URI.create("http://localhost:" + api.uri().getPort() + "/api/v1/namespaces/shop/pods"))
                .build();
        assertThatThrownBy(() -> cluster.http().sendAsync(request, String.class).get(5, TimeUnit.SECONDS))
                .isInstanceOf(NamespaceRefused.class);
        assertThat(api.requests).isEmpty();
    }

    @Test
    void usesTheNamedKubeconfigAndNothingElse(@TempDir Path dir) throws IOException {
        Path file = kubeconfig(dir, "canary-token");
        try (var named = ServiceCluster.connect(file, Map.of("KUBECONFIG", "/nowhere"), List.of("shop"), vertx)) {
            assertThat(named.apiServer()).isEqualTo(api.uri());
            named.client().pods().inNamespace("shop").list();
            assertThat(api.headers).singleElement().asString().endsWith(" Bearer canary-token");
            assertThat(named.toString()).doesNotContain("canary");
        }
        try (var byEnvironment =
                ServiceCluster.connect(null, Map.of("KUBECONFIG", file.toString()), List.of("shop"), vertx)) {
            assertThat(byEnvironment.apiServer()).isEqualTo(api.uri());
        }
    }

    private Path kubeconfig(Path dir, String token) throws IOException {
        return Files.writeString(
                dir.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: {token: %s}}]
                """
                        .formatted(api.uri(), token));
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-1")
                .endMetadata()
                .build();
    }

    private record Recorder(List<String> events) implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            events.add(action.name());
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
