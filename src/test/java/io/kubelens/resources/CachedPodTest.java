package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the cache drops nothing that is served: what it keeps is rendered as the whole object would be. */
class CachedPodTest {
    private static final Path RESOURCES = Path.of("src/test/resources/resources");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"pod-full", "pod-light", "pod-masked", "pod-masked-details", "pod-revealed"})
    void isServedAsTheWholeOne(String golden) throws IOException {
        Pod pod = (Pod) read(golden);
        try (CachedCluster cluster = CachedCluster.of(List.of(tree(pod)))) {
            KubePod kept = cluster.cache.pods("shop").getFirst();
            pod.getMetadata().setUid(kept.uid());
            KubePod whole = new KubePod(pod);
            assertThat(details(kept)).isEqualTo(details(whole));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-deployment-full", "app-deployment-masked"})
    void isServedAsTheWholeTemplate(String golden) throws IOException {
        HasMetadata deployment = read(golden);
        try (CachedCluster cluster = CachedCluster.of(List.of(tree(deployment)))) {
            KubeApp kept = cluster.cache.apps("shop").getFirst();
            KubeApp whole = new KubeApp("Deployment", deployment, List.of());
            assertThat(AppJson.full(kept, LatestUsage.UNKNOWN)).isEqualTo(AppJson.full(whole, LatestUsage.UNKNOWN));
        }
    }

    private static PodDetailsJson details(KubePod pod) {
        return PodDetailsJson.of(pod, Inspection.of(pod), NOW, LatestUsage.UNKNOWN);
    }

    private static HasMetadata read(String golden) throws IOException {
        String[] documents =
                Files.readString(RESOURCES.resolve(golden + ".yaml")).split("---\n", -1);
        HasMetadata object = golden.startsWith("pod-")
                ? Serialization.unmarshal(documents[0], Pod.class)
                : (HasMetadata) Serialization.unmarshal(documents[0], KubernetesResource.class);
        object.getMetadata().setNamespace("shop");
        return object;
    }

    private static Map<String, Object> tree(HasMetadata object) {
        return json.convertValue(object, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }
}
