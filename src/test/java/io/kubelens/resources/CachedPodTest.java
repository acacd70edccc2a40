package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
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
    private static final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"pod-full", "pod-light"})
    void isServedAsTheWholeOne(String golden) throws IOException {
        Pod pod = Serialization.unmarshal(Files.readString(RESOURCES.resolve(golden + ".yaml")), Pod.class);
        pod.setApiVersion("v1");
        pod.setKind("Pod");
        pod.getMetadata().setNamespace("shop");
        Map<String, Object> tree =
                json.convertValue(pod, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        try (CachedCluster cluster = CachedCluster.of(List.of(tree))) {
            KubePod kept = cluster.cache.pods("shop").getFirst();
            Instant now = Instant.parse("2026-01-01T12:00:00Z");
            assertThat(PodJson.full(kept, now, LatestUsage.UNKNOWN))
                    .isEqualTo(PodJson.full(new KubePod(pod), now, LatestUsage.UNKNOWN));
        }
    }
}
