package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KustomizeTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path KUSTOMIZE = Path.of("kustomize");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void putsEveryLensRouteIntoTheConfigMap() throws IOException {
        JsonNode generator = yaml(ROUTES.resolve("kustomization.yaml"))
                .path("configMapGenerator")
                .path(0);

        assertThat(generator.path("name").asText()).isEqualTo("kubelens-routes-lens");
        assertThat(texts(generator.path("files"))).containsExactlyInAnyOrderElementsOf(routes("lens"));
    }

    @Test
    void putsEveryStoreIntoTheConfigMap() throws IOException {
        JsonNode generator = yaml(ROUTES.resolve("kustomization.yaml"))
                .path("configMapGenerator")
                .path(1);

        assertThat(generator.path("name").asText()).isEqualTo("kubelens-routes-store");
        assertThat(texts(generator.path("files"))).containsExactlyInAnyOrderElementsOf(routes("store"));
    }

    @Test
    void grantsNothingThatWritesAndNoSecrets() throws IOException {
        JsonNode rules = yaml(KUSTOMIZE.resolve("namespace/role.yaml")).path("rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(texts(rule.path("verbs"))).isSubsetOf("get", "list", "watch");
            assertThat(texts(rule.path("resources"))).isNotEmpty().doesNotContain("secrets", "*");
            assertThat(texts(rule.path("apiGroups"))).doesNotContain("*");
        });
    }

    @ParameterizedTest
    @CsvSource({"reveal-secrets, secrets", "read-configmaps, configmaps"})
    void addsOneRightWithAComponent(String component, String resource) throws IOException {
        Path folder = KUSTOMIZE.resolve("components").resolve(component);
        JsonNode patches = yaml(folder.resolve("kustomization.yaml")).path("patches");
        JsonNode patch = yaml(folder.resolve("role-patch.yaml"));

        assertThat(patches).hasSize(1);
        assertThat(patches.at("/0/target/kind").asText()).isEqualTo("Role");
        assertThat(patch).hasSize(1);
        assertThat(patch.at("/0/path").asText()).isEqualTo("/rules/-");
        assertThat(texts(patch.at("/0/value/resources"))).containsExactly(resource);
        assertThat(texts(patch.at("/0/value/verbs"))).containsExactly("get");
        assertThat(texts(patch.at("/0/value/apiGroups"))).containsExactly("");
    }

    @Test
    void grantsNothingThatWritesForCustomResources() throws IOException {
        JsonNode patches =
                yaml(KUSTOMIZE.resolve("custom-resources/kustomization.yaml")).path("patches");

        assertThat(patches).isNotEmpty();
        for (JsonNode patch : patches) {
            for (JsonNode change : YAML.readTree(patch.path("patch").asText())) {
                assertThat(texts(change.at("/value/verbs"))).isNotEmpty().isSubsetOf("get", "list", "watch");
                assertThat(texts(change.at("/value/apiGroups"))).isNotEmpty().doesNotContain("*", "");
            }
        }
    }

    @Test
    void locksTheContainerDown() throws IOException {
        JsonNode pod = yaml(KUSTOMIZE.resolve("base/deployment.yaml")).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(15);
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(texts(container.at("/securityContext/capabilities/drop"))).containsExactly("ALL");
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
    }

    @Test
    void mountsWholeDirectoriesSoThatEditsArrive() throws IOException {
        JsonNode mounts =
                yaml(KUSTOMIZE.resolve("base/deployment.yaml")).at("/spec/template/spec/containers/0/volumeMounts");

        assertThat(mounts)
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactlyInAnyOrder(
                        "/etc/kubelens",
                        "/opt/kubelens/routes/lens",
                        "/opt/kubelens/routes/store",
                        "/var/lib/kubelens",
                        "/tmp");
        assertThat(mounts).noneMatch(mount -> mount.has("subPath"));
    }

    @Test
    void showsTheSameNamespacesInTheExampleAsItGrants() throws IOException {
        Path example = KUSTOMIZE.resolve("overlays/example");
        List<String> shown = texts(yaml(example.resolve("config.yaml")).at("/kubernetes/allowed_namespaces"));

        assertThat(texts(yaml(example.resolve("kustomization.yaml")).path("resources")))
                .containsAll(shown)
                .hasSize(shown.size() + 1);
        for (String namespace : shown) {
            assertThat(yaml(example.resolve(namespace).resolve("kustomization.yaml"))
                            .path("namespace")
                            .asText())
                    .isEqualTo(namespace);
        }
    }

    /** The files of a folder of routes, with its name. */
    static List<String> routes(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ROUTES.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
