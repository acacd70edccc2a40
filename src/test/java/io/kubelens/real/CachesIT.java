package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists come from watches: they cost no call, and survive whatever happens to a watch. */
@ExtendWith(SharedCluster.class)
class CachesIT {
    private static final String SHOP = "/api/v1/namespaces/shop";

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static CutProxy way;
    private static Lens lens;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        keycloak = Keycloak.shared();
        cluster.pods().deployment("shop", "cached", Map.of("app", "cached"), 2, "app");
        way = CutProxy.to(cluster.api().port());
        String kubeconfig =
                cluster.gatewayKubeconfig().replace(":" + cluster.api().port(), ":" + way.port());
        lens = Lens.start(kubeconfig, GatewayConfig.of(keycloak));
        lens.awaitReady();
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
        if (way != null) {
            way.close();
        }
    }

    @Test
    void costNoCallToTheApiServer() throws Exception {
        String token = keycloak.token("developer");
        String pod = "cached-5d4f8c7b9-0";
        lens.client().awaitPod("shop", pod, token);
        ApiAudit audit = ApiAudit.fromNow(cluster.api().auditLog(), RealCluster.GATEWAY);

        for (int i = 0; i < 50; i++) {
            for (String path : List.of("/pods", "/pods?light=true", "/apps", "/apps?light=true", "/apps/cached")) {
                assertThat(lens.client().get(SHOP + path, token).status()).isEqualTo(200);
            }
            assertThat(lens.client().get(SHOP + "/pods/" + pod, token).status()).isEqualTo(200);
        }

        assertThat(audit.requests()).noneMatch(asked -> !asked.verb().equals("watch"));

        cluster.log(pod).append(Instant.now(), "a log is asked for, so the audit would have told");
        try (LogViewer viewer = lens.client().follow(SHOP + "/pods/" + pod + "/logs", token)) {
            viewer.awaitLines(1);
        }
        assertThat(audit.requests()).anyMatch(asked -> asked.resource().equals("pods/log"));
    }

    @Test
    void surviveThatTheirPlaceInHistoryIsForgotten() throws Exception {
        String token = keycloak.token("developer");
        Pod doomed = cluster.pods().running("shop", "doomed", Map.of(), "app");
        lens.client().awaitPod("shop", "doomed", token);
        String place = cluster.api()
                .admin()
                .pods()
                .inNamespace("shop")
                .list()
                .getMetadata()
                .getResourceVersion();

        way.cut();
        cluster.pods().delete(doomed);
        cluster.pods().running("shop", "newborn", Map.of(), "app");
        cluster.api().compact();
        assertThat(isGone(place)).isTrue();
        assertThat(pods(token)).contains("doomed").doesNotContain("newborn");
        way.restore();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(pods(token)).contains("newborn").doesNotContain("doomed"));
        cluster.pods().running("shop", "latecomer", Map.of(), "app");
        await().atMost(Duration.ofSeconds(10)).until(() -> pods(token).contains("latecomer"));
        assertThat(apps(token)).contains("cached");
    }

    /** Whether the API server answers 410 to a watch from there. */
    @SuppressWarnings("try")
    private static boolean isGone(String resourceVersion) throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        Watcher<Pod> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                gone.complete(false);
            }

            @Override
            public void onClose(WatcherException cause) {
                gone.complete(cause.isHttpGone());
            }
        };
        try (Watch unused = cluster.api()
                .admin()
                .pods()
                .inNamespace("shop")
                .watch(
                        new ListOptionsBuilder()
                                .withResourceVersion(resourceVersion)
                                .build(),
                        watcher)) {
            return gone.get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> pods(String token) throws IOException, InterruptedException {
        return names("/pods?light=true", token);
    }

    private static List<String> apps(String token) throws IOException, InterruptedException {
        return names("/apps", token);
    }

    private static List<String> names(String path, String token) throws IOException, InterruptedException {
        GatewayClient.Answer answer = lens.client().get(SHOP + path, token);
        assertThat(answer.status()).isEqualTo(200);
        return StreamSupport.stream(answer.json().spliterator(), false)
                .map((JsonNode each) -> each.path("name").asText())
                .toList();
    }
}
