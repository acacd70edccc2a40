package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubelens.demo.DemoCluster;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.kube.ServiceCluster;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger calls = new AtomicInteger();
    private Function<String, List<PodMetrics>> kubernetes =
            namespace -> List.of(MeasuredPod.of("web-1", time.instant(), "250m", "64Mi"));
    private final Metrics metrics = new Metrics(
            () -> List.of("shop"),
            namespace -> {
                calls.incrementAndGet();
                return kubernetes.apply(namespace);
            },
            time.clock(),
            time::nanoTime);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void tellsWhatAPodUsesBesideWhatItAsksFor() {
        JsonNode json = json(metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE));

        assertThat(json.toString())
                .isEqualTo("{\"cpuUsage\":\"250m\",\"cpuRequest\":\"100m\",\"cpuLimit\":\"\","
                        + "\"memUsage\":\"64.00Mi\",\"memRequest\":\"\",\"memLimit\":\"\",\"window\":\"15m\","
                        + "\"samples\":[{\"timestamp\":\"2026-01-01T12:00:00Z\",\"cpuUsage\":\"250m\","
                        + "\"memUsage\":\"64.00Mi\"}],\"metricsAvailable\":true}");
    }

    @Test
    void saysThatThereAreNoMetrics() {
        kubernetes = namespace -> {
            throw new KubernetesClientException("not found", 404, null);
        };

        JsonNode json = json(metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE));

        assertThat(json.toString())
                .isEqualTo("{\"cpuUsage\":\"\",\"cpuRequest\":\"100m\",\"cpuLimit\":\"\","
                        + "\"memUsage\":\"\",\"memRequest\":\"\",\"memLimit\":\"\",\"window\":\"15m\","
                        + "\"samples\":[],\"metricsAvailable\":false}");
    }

    @Test
    void saysHowOldItsNewsAre() {
        metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE);
        kubernetes = namespace -> {
            throw new KubernetesClientException("timeout");
        };
        time.pass(Duration.ofSeconds(29));
        JsonNode old = json(metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE));
        assertThat(old.path("metricsAgeSeconds").asInt()).isEqualTo(29);
        assertThat(old.has("metricsStale")).isFalse();

        time.pass(Duration.ofSeconds(1));
        assertThat(json(metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE))
                        .path("metricsStale")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void goesBackAsFarAsTheWindowSays() {
        Instant begin = time.instant();
        kubernetes = namespace -> List.of(MeasuredPod.of("web-1", begin, "250m", "64Mi"));
        metrics.render(pod("2026-01-01T11:00:00Z"), Query.NONE);
        time.pass(Duration.ofSeconds(61));

        assertThat(samples("2026-01-01T11:00:00Z", "1m")).isEmpty();
        assertThat(samples("2026-01-01T11:00:00Z", "2m")).hasSize(1);
    }

    /** Of a StatefulSet for example: Kubernetes measures names. */
    @Test
    void doesNotTakeForThePodsOwnWhatAnotherOfItsNameUsed() {
        assertThat(samples("2026-01-01T12:00:00Z", "15m")).hasSize(1);
        assertThat(samples("2026-01-01T12:00:01Z", "15m")).isEmpty();
    }

    @Test
    void asksForNothingWhenTheWindowIsNone() {
        assertThatThrownBy(() -> metrics.render(pod("2026-01-01T11:00:00Z"), new Query(Map.of("window", "1h"))))
                .isInstanceOf(BadRequest.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void asksForNothingWhenAListIsNotAskedForMetrics() {
        assertThat(metrics.asked("shop", Query.NONE)).isEqualTo(LatestUsage.UNKNOWN);
        assertThatThrownBy(() -> metrics.asked("shop", new Query(Map.of("metrics", "maybe"))))
                .isInstanceOf(BadRequest.class);
        assertThat(calls).hasValue(0);

        assertThat(metrics.asked("shop", new Query(Map.of("metrics", "yes"))).known())
                .isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void refusesAnotherNamespace() {
        assertThatThrownBy(() -> metrics.asked("vault", new Query(Map.of("metrics", "true"))))
                .isInstanceOf(NamespaceRefused.class);
    }

    @Test
    void readsTheApiOfMetricsThroughTheGuardedClient() {
        Vertx vertx = Vertx.vertx();
        try (DemoCluster api = DemoCluster.start(vertx, 0);
                ServiceCluster cluster = ServiceCluster.at(api.url(), List.of("shop"), vertx);
                Metrics real = new Metrics(cluster, time.clock(), time::nanoTime)) {
            api.put(MeasuredPod.of("web-1", time.instant(), "250m", "64Mi")
                    .edit()
                    .editMetadata()
                    .withNamespace("shop")
                    .endMetadata()
                    .build());

            MetricsJson json = real.render(pod("2026-01-01T11:00:00Z"), Query.NONE);

            assertThat(json.metricsAvailable()).isTrue();
            assertThat(json.resources().cpuUsage()).isEqualTo("250m");
            assertThat(api.requests())
                    .hasSize(1)
                    .allMatch(line -> line.matches("GET /apis/metrics.k8s.io/v1beta1/namespaces/shop/pods(\\?.*)?"));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void answersWithoutUsageWhereTheServiceLacksTheRight() {
        Vertx vertx = Vertx.vertx();
        try (DemoCluster api = DemoCluster.start(vertx, 0);
                ServiceCluster cluster = ServiceCluster.at(api.url(), List.of("shop"), vertx);
                Metrics real = new Metrics(cluster, time.clock(), time::nanoTime)) {
            api.forbid("/apis/metrics.k8s.io");

            assertThat(real.render(pod("2026-01-01T11:00:00Z"), Query.NONE).metricsAvailable())
                    .isFalse();

            api.allow("/apis/metrics.k8s.io");
            time.pass(Duration.ofMinutes(2));
            real.asked("shop", new Query(Map.of("metrics", "true")));
            await().until(() ->
                    real.render(pod("2026-01-01T11:00:00Z"), Query.NONE).metricsAvailable());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private List<MetricsJson.Sample> samples(String created, String window) {
        return metrics.render(pod(created), new Query(Map.of("window", window))).samples();
    }

    private static JsonNode json(Object value) {
        return new ObjectMapper().valueToTree(value);
    }

    private static KubePod pod(String created) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-1")
                .withCreationTimestamp(created)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("100m")))
                .endResources()
                .endContainer()
                .endSpec()
                .build());
    }
}
