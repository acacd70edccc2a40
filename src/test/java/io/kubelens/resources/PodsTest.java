package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PodsTest {
    private static final CachedCluster cluster = CachedCluster.of(
            List.of(CachedCluster.pod("web-2"), CachedCluster.pod("web-1"), CachedCluster.pod("null")));

    private static final ManualTime time = new ManualTime();
    private static final Metrics metrics = new Metrics(
            () -> List.of("shop"),
            namespace -> List.of(MeasuredPod.of("web-1", time.instant(), "250m", "64Mi")),
            time.clock(),
            time::nanoTime);

    private final Pods pods = new Pods(cluster.cache, Clock.systemUTC(), metrics);

    @AfterAll
    static void close() {
        metrics.close();
        cluster.close();
    }

    @Test
    void listsByName() {
        assertThat(pods.list("shop")).extracting(KubePod::name).containsExactly("null", "web-1", "web-2");
    }

    @Test
    void findsOneByName() {
        assertThat(pods.get("shop", "web-1").name()).isEqualTo("web-1");
    }

    /** Camel makes null of the text. */
    @Test
    void findsThePodWhoseNameIsNull() {
        assertThat(pods.get("shop", null).name()).isEqualTo("null");
    }

    @Test
    void saysThatAPodIsNotThere() {
        assertThatThrownBy(() -> pods.get("shop", "web-3"))
                .isInstanceOf(NotFound.class)
                .hasMessage("pod not found");
    }

    @Test
    void refusesAnotherNamespace() {
        assertThatThrownBy(() -> pods.list("vault")).isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> pods.get("vault", "web-1")).isInstanceOf(NamespaceRefused.class);
    }

    @Test
    void rendersAsTheQueryAsks() {
        assertThat(light(Map.of())).containsOnly(false);
        assertThat(light(Map.of("light", "true"))).containsOnly(true);
        assertThat(light(Map.of("light", "true", "metrics", "true"))).containsOnly(false);
        assertThatThrownBy(() -> light(Map.of("light", "perhaps"))).isInstanceOf(BadRequest.class);
    }

    @Test
    void rendersAListOnceAMinute() {
        Query query = new Query(Map.of("light", "true"));
        List<PodJson> first = at("03:04:10").renderAll(pods.list("shop"), query);

        assertThat(first).extracting(PodJson::age).containsOnly(first.getFirst().age());
        assertThat(at("03:04:59").renderAll(pods.list("shop"), query)).isEqualTo(first);
        Pods same = at("03:04:10");
        assertThat(same.renderAll(pods.list("shop"), query)).isSameAs(same.renderAll(pods.list("shop"), query));
    }

    @Test
    void rendersOnlyThePodsThatItIsGiven() {
        List<KubePod> all = pods.list("shop");
        for (Query query : List.of(Query.NONE, new Query(Map.of("light", "1")), new Query(Map.of("metrics", "1")))) {
            assertThat(pods.renderAll(all, query)).hasSize(3);
            assertThat(pods.renderAll(all.subList(1, 3), query))
                    .extracting(PodJson::name)
                    .containsExactly("web-1", "web-2");
            assertThat(pods.renderAll(all.subList(0, 1), query))
                    .extracting(PodJson::name)
                    .containsExactly("null");
        }
    }

    @Test
    void rendersAListAgainWhenUsageIsNew() {
        Query asking = new Query(Map.of("metrics", "true"));
        List<PodJson> all = pods.renderAll(pods.list("shop"), Query.NONE);
        long age = pods.renderAll(pods.list("shop"), asking).get(1).resources().metricsAgeSeconds();

        time.pass(Duration.ofSeconds(5));

        assertThat(pods.renderAll(pods.list("shop"), asking).get(1).resources().metricsAgeSeconds())
                .isEqualTo(age + 5);
        assertThat(pods.renderAll(pods.list("shop"), Query.NONE)).isSameAs(all);
    }

    @Test
    void letsOnlyLightListsBeKept() {
        assertThat(pods.caching(new Query(Map.of("light", "true")))).isEqualTo("private, no-cache");
        assertThat(pods.caching(Query.NONE)).isEqualTo("no-store");
        assertThat(pods.caching(new Query(Map.of("light", "true", "metrics", "true"))))
                .isEqualTo("no-store");
    }

    private static Pods at(String time) {
        Instant now = Instant.parse("2030-01-02T" + time + "Z");
        return new Pods(cluster.cache, Clock.fixed(now, ZoneOffset.UTC), metrics);
    }

    @Test
    void rendersOneWithEverything() {
        assertThat(render(Query.NONE).containers()).hasSize(1);
    }

    @Test
    void rendersUsageOnlyWhenItIsAskedFor() {
        Query asking = new Query(Map.of("metrics", "true"));

        assertThat(render(asking).resources().cpuUsage()).isEqualTo("250m");
        assertThat(render(Query.NONE).resources()).isEqualTo(ResourcesJson.NONE);
        assertThat(pods.renderAll(pods.list("shop"), asking))
                .extracting(pod -> pod.resources().memUsage())
                .containsExactly("", "64.00Mi", "");
        assertThat(pods.renderAll(pods.list("shop"), Query.NONE))
                .extracting(PodJson::resources)
                .containsOnly(ResourcesJson.NONE);
        assertThat(pods.renderAll(List.of(), asking)).isEmpty();
    }

    private List<Boolean> light(Map<String, String> query) {
        return pods.renderAll(pods.list("shop"), new Query(query)).stream()
                .map(PodJson::light)
                .toList();
    }

    private PodJson render(Query query) {
        return pods.render(pods.inspect(pods.get("shop", "web-1"), query), query);
    }
}
