package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pod as the cache holds it. */
public record KubePod(Pod object) implements Labelled {
    private static final Set<String> WORKLOADS = Set.of("ReplicaSet", "StatefulSet", "Deployment", "DaemonSet", "Job");

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

    /** Whether Kubernetes has been told to delete it. */
    public boolean deleting() {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /** The name of the workload it belongs to: the Deployment, not the ReplicaSet in between. */
    public Optional<String> ownerApp() {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners == null
                ? Optional.empty()
                : owners.stream()
                        .filter(owner -> WORKLOADS.contains(owner.getKind()))
                        .min(Comparator.comparing(owner -> !Boolean.TRUE.equals(owner.getController())))
                        .map(this::app);
    }

    /** A Deployment names its ReplicaSets after itself and the hash it also puts on their pods. */
    private String app(OwnerReference owner) {
        String name = owner.getName();
        String suffix = "-" + labels().getOrDefault("pod-template-hash", "");
        boolean deployed = owner.getKind().equals("ReplicaSet")
                && suffix.length() > 1
                && name.endsWith(suffix)
                && name.length() > suffix.length();
        return deployed ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
