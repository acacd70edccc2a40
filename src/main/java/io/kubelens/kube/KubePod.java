package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** A pod as the cache holds it. */
public record KubePod(Pod object) implements Labelled {

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    @Override
    public String name() {
        return object.getMetadata().getName();
    }

    public String uid() {
        return object.getMetadata().getUid();
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
