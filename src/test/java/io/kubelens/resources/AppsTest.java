package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.request.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AppsTest {
    private static final CachedCluster cluster = CachedCluster.of(List.of(
            CachedCluster.deployment("web"),
            CachedCluster.deployment("api"),
            CachedCluster.pod("web-1"),
            CachedCluster.pod("web-2")));

    private static final ManualTime time = new ManualTime();
    private static final Metrics metrics = new Metrics(
            () -> List.of("shop"),
            namespace -> List.of(
                    MeasuredPod.of("web-1", time.instant(), "1", "64Mi"),
                    MeasuredPod.of("web-2", time.instant(), "250m", "64Mi"),
                    MeasuredPod.of("job-1", time.instant(), "1", "64Mi")),
            time.clock(),
            time::nanoTime);

    private final Apps apps = new Apps(cluster.cache, metrics);

    @AfterAll
    static void close() {
        metrics.close();
        cluster.close();
    }

    @Test
    void listsByName() {
        assertThat(apps.list("shop")).extracting(KubeApp::name).containsExactly("api", "web");
    }

    @Test
    void rendersOneWithTheNamesOfItsPods() {
        assertThat(render("web", Query.NONE).podNames()).containsExactly("web-1", "web-2");
        assertThat(render("api", Query.NONE).podNames()).isEmpty();
    }

    @Test
    void saysThatAnAppIsNotThere() {
        assertThatThrownBy(() -> apps.get("shop", "db"))
                .isInstanceOf(NotFound.class)
                .hasMessage("app not found");
        assertThatThrownBy(() -> apps.get("shop", null)).isInstanceOf(NotFound.class);
    }

    @Test
    void refusesAnotherNamespace() {
        assertThatThrownBy(() -> apps.list("vault")).isInstanceOf(NamespaceRefused.class);
    }

    @Test
    void rendersAsTheQueryAsks() {
        assertThat(apps.renderAll(apps.list("shop"), new Query(Map.of("light", "1"))))
                .allMatch(AppJson::light);
        assertThat(apps.renderAll(apps.list("shop"), Query.NONE)).noneMatch(AppJson::light);
    }

    @Test
    void rendersTheUsageOfAllItsPodsTogetherWhenAskedFor() {
        Query asking = new Query(Map.of("metrics", "true"));

        assertThat(render("web", asking).resources().cpuUsage()).isEqualTo("1.25c");
        assertThat(apps.renderAll(apps.list("shop"), asking))
                .extracting(app -> app.resources().memUsage())
                .containsExactly("", "128.00Mi");
        assertThat(render("web", Query.NONE).resources().cpuUsage()).isEmpty();
    }

    @Test
    void doesNotCountPodsThatAreFilteredOut() {
        KubeApp web = apps.get("shop", "web");

        assertThat(render(web.withPods(web.pods().subList(1, 2)), new Query(Map.of("metrics", "1")))
                        .resources()
                        .cpuUsage())
                .isEqualTo("250m");
    }

    private AppJson render(String name, Query query) {
        return render(apps.get("shop", name), query);
    }

    private AppJson render(KubeApp app, Query query) {
        return apps.render(apps.inspect(app, query), query);
    }
}
