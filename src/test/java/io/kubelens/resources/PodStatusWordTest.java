package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kubectl/status.yaml}; what kubectl itself says to it is tested on the real API server. */
class PodStatusWordTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SPEC =
            "{initContainers: [{name: i}, {name: sidecar, restartPolicy: Always}], containers: [{name: a}, {name: b}]}";

    static Stream<Arguments> cases() throws IOException {
        return YAML.readTree(Path.of("src/test/resources/kubectl/status.yaml").toFile()).properties().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysWhatKubectlSays(String name, JsonNode given) throws IOException {
        ObjectNode spec = (ObjectNode) YAML.readTree(SPEC);
        if (given.has("spec")) {
            spec.setAll((ObjectNode) given.get("spec"));
        }
        ObjectNode pod = YAML.createObjectNode();
        ObjectNode metadata = pod.putObject("metadata").put("name", name);
        if (given.has("deleted")) {
            metadata.put("deletionTimestamp", "2026-01-01T00:00:00Z");
        }
        pod.setAll(Map.of("spec", spec, "status", given.get("status")));
        assertThat(PodStatusWord.of(YAML.treeToValue(pod, Pod.class)))
                .isEqualTo(given.path("word").asText());
    }
}
