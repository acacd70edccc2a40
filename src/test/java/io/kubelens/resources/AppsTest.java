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
    private static final CachedCluster cluster = CachedCluster.of(
            List.of(CachedCluster.deployment("web"), CachedCluster.deployment("api"), CachedCluster.pod("web-1")));

    private final Apps apps = new Apps(cluster.cache);

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void listsByName() {
        assertThat(apps.list("shop")).extracting(KubeApp::name).containsExactly("api", "web");
    }

    @Test
    void rendersOneWithTheNamesOfItsPods() {
        assertThat(apps.render(apps.get("shop", "web")).podNames()).containsExactly("web-1");
        assertThat(apps.render(apps.get("shop", "api")).podNames()).isEmpty();
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
}
