package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.store.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every run that ends is stored once, whatever dies meanwhile. */
@ExtendWith(SharedCluster.class)
class CaptureIT {
    private static RealCluster cluster;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        token = Keycloak.shared().token("developer");
    }

    private static GatewayConfig config(String storage) {
        return GatewayConfig.of(Keycloak.shared())
                .withoutPatience()
                .and("storage: {database_url: '" + storage + "'}\n");
    }

    @Test
    void storesARunOnceWithTwoReplicasAndWithOneWhenTheOtherDies(@TempDir Path directory) throws Exception {
        try (PostgresServer postgres = new PostgresServer(directory);
                Lens one = Lens.ready(cluster, config(postgres.url()));
                Lens two = Lens.ready(cluster, config(postgres.url()))) {
            List<String> both = end("both", 10);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> kept(one.client(), both).size() == 10);
            one.stop();
            List<String> alone = end("alone", 10);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> kept(two.client(), alone).size() == 10);
            assertThat(kept(two.client(), both))
                    .hasSize(10)
                    .allMatch(run -> run.path("lines").asInt() == 100);
        }
    }

    @Test
    void keepsWhatEndsWhileTheStoreIsDown(@TempDir Path directory) throws Exception {
        try (PostgresServer postgres = new PostgresServer(directory);
                Lens lens = Lens.ready(cluster, config(postgres.url()))) {
            Pod alive = cluster.pods().running("shop", "outage", Map.of(), "app");
            lens.client().awaitPod("shop", "outage", token);
            postgres.stop();
            List<String> names = end("unstored", 5);
            try (LogViewer viewer = lens.client().follow("/api/v1/namespaces/shop/pods/outage/logs", token)) {
                cluster.log("outage").append(Instant.now(), "streaming goes on");
                viewer.awaitLine("streaming goes on");
            }
            await("the logs have been read").until(() -> names.stream()
                    .allMatch(name ->
                            cluster.log(name).opened() > 0 && cluster.log(name).open() == 0));
            names.forEach(name -> cluster.pods()
                    .delete(cluster.api()
                            .admin()
                            .pods()
                            .inNamespace("shop")
                            .withName(name)
                            .get()));
            postgres.start();

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> kept(lens.client(), names).size() == 5);
            assertThat(kept(lens.client(), names))
                    .allMatch(run -> run.path("lines").asInt() == 100);
            cluster.pods().delete(alive);
        }
    }

    @Test
    void catchesUpWhenItWasKilledInBetween(@TempDir Path directory) throws Exception {
        String sqlite = "sqlite://" + directory.resolve("store.db");
        try (PackagedGateway gateway = PackagedGateway.in(directory, cluster, config(sqlite))) {
            gateway.start();
            List<String> names = end("killed", 40);
            await("some are stored").pollInterval(Duration.ofMillis(10)).until(() -> !kept(gateway.client(), names)
                    .isEmpty());
            gateway.kill();
            gateway.start();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> kept(gateway.client(), names).size() == 40);
            assertThat(kept(gateway.client(), names))
                    .allMatch(run -> run.path("lines").asInt() == 100)
                    .allMatch(run -> run.path("complete").asBoolean());
        }
    }

    /** Pods that end together, with a hundred lines each. */
    private static List<String> end(String prefix, int count) {
        List<Pod> pods = IntStream.range(0, count)
                .mapToObj(i -> cluster.pods().running("shop", prefix + "-" + i, Map.of(), "app"))
                .toList();
        List<String> lines = IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();
        pods.forEach(pod -> cluster.log(pod.getMetadata().getName()).append(Instant.now(), lines));
        pods.forEach(pod -> cluster.pods().terminated(pod, 1));
        return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static List<JsonNode> kept(GatewayClient client, List<String> pods)
            throws IOException, InterruptedException {
        GatewayClient.Answer answer = client.get("/api/v1/namespaces/shop/terminated", token);
        List<JsonNode> kept = new ArrayList<>();
        if (answer.status() == 200) {
            answer.json().forEach(kept::add);
        }
        kept.removeIf(run -> !pods.contains(run.path("podName").asText()));
        return kept;
    }
}
