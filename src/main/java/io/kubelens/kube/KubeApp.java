package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;

/**
 * A workload as the cache holds it, with the pods its selector matches, by name.
 *
 * @param kind the Kubernetes kind, for example {@code Deployment}
 */
public record KubeApp(String kind, HasMetadata object, List<KubePod> pods) implements Labelled {
    public KubeApp {
        pods = List.copyOf(pods);
    }

    public KubeApp withPods(List<KubePod> some) {
        return new KubeApp(kind, object, some);
    }

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    @Override
    public String name() {
        return object.getMetadata().getName();
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
