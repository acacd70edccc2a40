package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects as YAML, their rendering as JSON: {@code resources/<pod|app>-<what>.yaml} beside its {@code .json}. */
class GoldenTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectMapper json = new ObjectMapper();

    static Stream<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAs(String name) throws IOException {
        String yaml = Files.readString(folder().resolve(name + ".yaml"));
        JsonNode actual = json.valueToTree(name.startsWith("pod-") ? pod(name, yaml) : app(name, yaml));
        JsonNode expected = json.readTree(Files.readString(folder().resolve(name + ".json")));
        assertThat(actual.toPrettyString()).isEqualTo(expected.toPrettyString());
        assertThat(actual.has("type")).isEqualTo(name.startsWith("app-"));
    }

    private static Object pod(String name, String yaml) {
        String[] documents = yaml.split("---\n", -1);
        KubePod pod = new KubePod(Serialization.unmarshal(documents[0], Pod.class));
        if (name.endsWith("light")) {
            return PodJson.light(pod, NOW);
        }
        Inspection inspection = read(Inspection.of(pod), documents);
        return name.endsWith("details")
                ? PodDetailsJson.of(pod, inspection, NOW, LatestUsage.UNKNOWN)
                : PodJson.full(pod, inspection, NOW, LatestUsage.UNKNOWN);
    }

    private static AppJson app(String name, String yaml) {
        String[] documents = yaml.split("---\n", -1);
        HasMetadata object = (HasMetadata) Serialization.unmarshal(documents[0], KubernetesResource.class);
        KubeApp app = new KubeApp(object.getKind(), object, pods(documents[1]));
        return name.endsWith("light")
                ? AppJson.light(app)
                : AppJson.full(app, read(Inspection.of(app), documents), LatestUsage.UNKNOWN);
    }

    private static List<KubePod> pods(String yaml) {
        return Serialization.unmarshal(yaml, PodNames.class).pods().stream()
                .map(name -> new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .map(KubePod::new)
                .toList();
    }

    /** With the documents that are ConfigMaps or Secrets, and those that say how reading went: {@code readings: ...}. */
    private static Inspection read(Inspection inspection, String[] documents) {
        Map<Source, Map<String, Reading>> all = new EnumMap<>(Source.class);
        for (String document : documents) {
            if (document.startsWith("readings:")) {
                Serialization.unmarshal(document, Readings.class)
                        .readings()
                        .forEach((source, states) ->
                                states.forEach((name, state) -> all.computeIfAbsent(source, s -> new HashMap<>())
                                        .put(name, new Reading(state, Map.of()))));
            } else if (document.contains("kind: ConfigMap\n")) {
                ConfigMap read = Serialization.unmarshal(document, ConfigMap.class);
                all.computeIfAbsent(Source.CONFIG_MAP, s -> new HashMap<>())
                        .put(read.getMetadata().getName(), Reading.of(read));
            } else if (document.contains("kind: Secret\n")) {
                Secret read = Serialization.unmarshal(document, Secret.class);
                all.computeIfAbsent(Source.SECRET, s -> new HashMap<>())
                        .put(read.getMetadata().getName(), Reading.of(read));
            }
        }
        Inspection read = inspection;
        for (Map.Entry<Source, Map<String, Reading>> source : all.entrySet()) {
            read = read.with(source.getKey(), source.getValue());
        }
        return read;
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(GoldenTest.class.getResource("/resources"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private record PodNames(List<String> pods) {}

    private record Readings(Map<Source, Map<String, Reading.State>> readings) {}
}
