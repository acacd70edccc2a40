package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our status beside the STATUS of kubectl, for every case of {@code kubectl/status.yaml} that this server knows. */
@ExtendWith(SharedCluster.class)
class PodStatusIT {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: payments}
            spec:
              nodeName: elsewhere
              initContainers: [{name: i, image: "i:1"}, {name: sidecar, image: "s:1"}]
              containers: [{name: a, image: "a:1"}, {name: b, image: "b:1"}]
            """;

    private static final List<Pod> created = new ArrayList<>();
    private static RealCluster cluster;
    private static KubernetesClient admin;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        admin = cluster.api().admin();
    }

    @AfterAll
    static void delete() {
        created.forEach(pod -> admin.resource(pod).withGracePeriod(0).delete());
    }

    @Test
    void saysWhatKubectlSays() throws Exception {
        int minor = minorVersion();
        Map<String, String> expected = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : cases().properties()) {
            String since = each.getValue().path("since").asText("1.0");
            if (Integer.parseInt(since.substring(2)) <= minor) {
                create(each.getKey(), each.getValue());
                expected.put(each.getKey(), each.getValue().path("word").asText());
            }
        }

        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(kubectl()).containsAllEntriesOf(expected);
        try (Lens lens = Lens.ready(cluster, GatewayConfig.of(Keycloak.shared()))) {
            String token = Keycloak.shared().token("developer");
            await().untilAsserted(() -> assertThat(ours(lens, token)).containsAllEntriesOf(expected));
        }
    }

    /** 0 for a server that does not say. */
    private static int minorVersion() {
        String minor = admin.getKubernetesVersion().getMinor().replaceAll("\\D", "");
        return minor.isEmpty() ? 0 : Integer.parseInt(minor);
    }

    private static JsonNode cases() throws IOException {
        return YAML.readTree(Path.of("src/test/resources/kubectl/status.yaml").toFile());
    }

    private static void create(String name, JsonNode given) throws IOException {
        ObjectNode tree = (ObjectNode) YAML.readTree(POD.formatted(name));
        if (given.has("spec")) {
            tree.withObjectProperty("spec").setAll((ObjectNode) given.get("spec"));
        }
        Pod pod = admin.resource(YAML.treeToValue(tree, Pod.class)).create();
        created.add(pod);
        pod.setStatus(YAML.treeToValue(given.get("status"), PodStatus.class));
        admin.resource(pod).updateStatus();
        if (given.has("deleted")) {
            admin.resource(pod).withGracePeriod(3600).delete();
        }
    }

    private static Map<String, String> kubectl() {
        Map<String, String> words = new TreeMap<>();
        cluster.api()
                .kubectl("get", "pods", "--namespace=payments", "--no-headers")
                .orThrow()
                .lines()
                .map(line -> line.split("\\s+", -1))
                .forEach(columns -> words.put(columns[0], columns[2]));
        return words;
    }

    private static Map<String, String> ours(Lens lens, String token) throws IOException, InterruptedException {
        Map<String, String> words = new TreeMap<>();
        for (JsonNode pod : lens.client()
                .get("/api/v1/namespaces/payments/pods?light=true", token)
                .json()) {
            words.put(pod.path("name").asText(), pod.path("status").asText());
        }
        return words;
    }
}
