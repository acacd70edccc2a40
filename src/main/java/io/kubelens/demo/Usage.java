package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** What metrics.k8s.io says of the pods: values that wander. For one thread. */
final class Usage {
    private static final List<String> NAMESPACES = List.of("shop", "payments", "vault");
    private final DemoCluster cluster;
    private final Random random;
    private final Clock clock;

    Usage(DemoCluster cluster, Random random, Clock clock) {
        this.cluster = cluster;
        this.random = random;
        this.clock = clock;
    }

    /** Measures every running pod anew. */
    void measure() {
        for (String namespace : NAMESPACES) {
            for (ObjectNode pod : cluster.list("Pod", namespace)) {
                if (pod.at("/status/phase").asText().equals("Running")) {
                    cluster.put(measured(pod));
                }
            }
        }
    }

    private ObjectNode measured(ObjectNode pod) {
        ObjectNode metrics = Json.object()
                .put("kind", "PodMetrics")
                .put("timestamp", PodStatus.time(clock.instant()))
                .put("window", "15s");
        ObjectNode metadata = metrics.putObject("metadata");
        metadata.put("namespace", Pods.namespace(pod))
                .put("name", pod.at("/metadata/name").asText())
                .set("labels", pod.at("/metadata/labels"));
        ArrayNode containers = metrics.putArray("containers");
        for (JsonNode container : pod.at("/spec/containers")) {
            containers
                    .addObject()
                    .put("name", container.path("name").asText())
                    .putObject("usage")
                    .put("cpu", 20_000_000 + random.nextInt(180_000_000) + "n")
                    .put("memory", 60_000 + random.nextInt(80_000) + "Ki");
        }
        return metrics;
    }
}
