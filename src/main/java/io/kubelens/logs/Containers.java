package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.kubelens.kube.KubePod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The containers of a pod by name: its own, then init, then ephemeral ones, each in the order of the spec. */
final class Containers {
    private static final String DEFAULT = "kubectl.kubernetes.io/default-container";

    private Containers() {}

    static List<String> names(KubePod pod) {
        PodSpec spec = pod.object().getSpec();
        List<String> names = new ArrayList<>();
        if (spec != null) {
            spec.getContainers().stream().map(Container::getName).forEach(names::add);
            spec.getInitContainers().stream().map(Container::getName).forEach(names::add);
            spec.getEphemeralContainers().stream()
                    .map(EphemeralContainer::getName)
                    .forEach(names::add);
        }
        return names;
    }

    /** Whether it was added to the pod while that was running. */
    static boolean isEphemeral(KubePod pod, String container) {
        PodSpec spec = pod.object().getSpec();
        return spec != null
                && spec.getEphemeralContainers().stream()
                        .anyMatch(one -> one.getName().equals(container));
    }

    /** As kubectl chooses: the annotated one when the pod has it, else the first of the spec. */
    static String byDefault(KubePod pod) {
        List<String> names = names(pod);
        Map<String, String> annotations = pod.object().getMetadata().getAnnotations();
        String annotated = annotations == null ? null : annotations.get(DEFAULT);
        if (annotated != null && names.contains(annotated)) {
            return annotated;
        }
        if (names.isEmpty()) {
            throw new ContainerNotFound("container not found");
        }
        return names.getFirst();
    }
}
