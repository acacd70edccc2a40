package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.store.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

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
    void storesARunOnceWhoeverSeesItAndSkipsNoneWhenOneIsKilled(@TempDir Path directory) throws Exception {
        try (PostgresServer postgres = new PostgresServer(directory);
                PackagedGateway one = PackagedGateway.in(directory, cluster, config(postgres.url()));
                Lens two = Lens.ready(cluster, config(postgres.url()))) {
            one.start();
            KeptLogs kept = new KeptLogs(two.client(), token);
            assertThat(kept.await(end("both", 10), 10)).allMatch(CaptureIT::isWhole);

            List<String> names = end("killed-one", 40);
            await("some are stored").pollInterval(Duration.ofMillis(10)).until(() -> !kept.of(names)
                    .isEmpty());
            one.kill();

            assertThat(kept.await(names, 40)).allMatch(CaptureIT::isWhole);
            assertThat(kept.await(end("alone", 10), 10)).allMatch(CaptureIT::isWhole);
            assertThat(kept.of(names))
                    .extracting(run -> run.path("podName").asText())
                    .doesNotHaveDuplicates();
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
            try (LogViewer viewer = lens.client().follow(KeptLogs.path("outage"), token)) {
                cluster.log("outage").append(Instant.now(), "streaming goes on");
                viewer.awaitLine("streaming goes on");
            }
            GatewayClient.Answer session = lens.client().get("/api/v1/session", token);
            assertThat(session.status()).isEqualTo(503);
            assertThat(session.response().headers().firstValue("Retry-After")).isPresent();
            await("the logs have been read").atMost(Duration.ofSeconds(60)).until(() -> names.stream()
                    .allMatch(name ->
                            cluster.log(name).opened() > 0 && cluster.log(name).open() == 0));
            names.forEach(name -> cluster.pods().delete(pod(name)));
            postgres.start();

            assertThat(new KeptLogs(lens.client(), token).await(names, 5)).allMatch(CaptureIT::isWhole);
            await("sessions are there again")
                    .until(() -> lens.client().get("/api/v1/session", token).status() == 200);
            cluster.pods().delete(alive);
        }
    }

    @Test
    void catchesUpWhenItWasKilledInBetween(@TempDir Path directory) throws Exception {
        String sqlite = "sqlite://" + directory.resolve("store.db");
        try (PackagedGateway gateway = PackagedGateway.in(directory, cluster, config(sqlite))) {
            gateway.start();
            List<String> names = end("killed", 40);
            KeptLogs kept = new KeptLogs(gateway.client(), token);
            await("some are stored").pollInterval(Duration.ofMillis(10)).until(() -> !kept.of(names)
                    .isEmpty());
            gateway.kill();
            gateway.start();

            assertThat(kept.await(names, 40)).allMatch(CaptureIT::isWhole);
        }
    }

    @Test
    void sumsUpAPodOnceWhereverItsRunsAreStored(@TempDir Path directory) throws Exception {
        int port = ChildProcess.freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .setting("dir " + directory)
                .build();
        redis.start();
        GatewayConfig config = GatewayConfig.of(Keycloak.shared())
                .and("cache: {enabled: true, redis_url: 'redis://127.0.0.1:" + port + "'}\n");
        try (Summaries summaries = new Summaries();
                Lens lens = Lens.ready(cluster, config)) {
            Pod pod = cluster.pods().running("shop", "summed", Map.of(), "app", "side");
            lens.client().awaitPod("shop", "summed", token);
            cluster.pods().terminated(pod, 3);
            new KeptLogs(lens.client(), token).await("summed", 2);

            List<JsonNode> told = await("a summary")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> summaries.of("summed"), all -> !all.isEmpty());
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().path("runs"))
                    .hasSize(2)
                    .allMatch(run -> run.path("exitCode").asInt() == 3);
        } finally {
            redis.stop();
        }
    }

    private static boolean isWhole(JsonNode run) {
        return run.path("lines").asInt() == 100 && run.path("complete").asBoolean();
    }

    private static Pod pod(String name) {
        return cluster.api().admin().pods().inNamespace("shop").withName(name).get();
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
}
