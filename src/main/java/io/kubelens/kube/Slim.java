package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.jspecify.annotations.Nullable;

/**
 * Takes from objects what is not served, before they are kept. It changes the object itself, so that who listens to an
 * informer does not hold on to the whole one.
 */
final class Slim {
    private final Once once = new Once();
    private final SlimMetadata metadata = new SlimMetadata(once);
    private final SlimPodSpec spec = new SlimPodSpec(once);
    private final SlimPodStatus status = new SlimPodStatus(once);

    void pod(Pod pod) {
        pod.setApiVersion(once.of(pod.getApiVersion()));
        pod.setKind(once.of(pod.getKind()));
        metadata.accept(pod.getMetadata());
        spec.accept(pod.getSpec());
        status.accept(pod.getStatus());
    }

    void metadata(HasMetadata object) {
        metadata.accept(object.getMetadata());
    }

    void template(@Nullable PodTemplateSpec template) {
        if (template != null) {
            spec.accept(template.getSpec());
        }
    }

    /** For an object of which only its owners count. */
    void bare(HasMetadata object) {
        metadata.bare(object.getMetadata());
    }
}
