package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
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

    /** Whether a pod is one of this app's, as its selector says. */
    public boolean selects(KubePod pod) {
        return pod.namespace().equals(namespace()) && Workload.of(kind).selects(object, pod);
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

    /** How many pods the workload wants; 0 for a CronJob and a completed Job. */
    public int replicas() {
        return scale(Workload.of(kind)).wanted();
    }

    public int readyReplicas() {
        return scale(Workload.of(kind)).ready();
    }

    /** What its pods are made from. */
    public PodTemplateSpec template() {
        return template(Workload.of(kind));
    }

    private <T extends HasMetadata> Workload.Scale scale(Workload<T> workload) {
        return workload.scale().apply(workload.type().cast(object));
    }

    private <T extends HasMetadata> PodTemplateSpec template(Workload<T> workload) {
        return workload.template().apply(workload.type().cast(object));
    }
}
