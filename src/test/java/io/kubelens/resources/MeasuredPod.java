package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import java.time.Instant;
import java.util.Map;

/** What metrics.k8s.io says of a pod with one container. */
final class MeasuredPod {
    private MeasuredPod() {}

    static PodMetrics of(String name, Instant at, String cpu, String memory) {
        return new PodMetricsBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withTimestamp(at.toString())
                .addNewContainer()
                .withName("app")
                .withUsage(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endContainer()
                .build();
    }
}
