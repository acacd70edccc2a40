package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PodsTest {
    private static final CachedCluster cluster = CachedCluster.of(
            List.of(CachedCluster.pod("web-2"), CachedCluster.pod("web-1"), CachedCluster.pod("null")));

    private final Pods pods = new Pods(cluster.cache, Clock.systemUTC());

    @AfterAll
    static void close() {
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
    void rendersOneWithEverything() {
        assertThat(pods.render(pods.get("shop", "web-1")).containers()).hasSize(1);
    }

    private List<Boolean> light(Map<String, String> query) {
        return pods.renderAll(pods.list("shop"), new Query(query)).stream()
                .map(PodJson::light)
                .toList();
    }
}
