package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;

/**
 * A workload as the cache holds it, with its pods by name.
 *
 * @param workload what kind of object it is
 */
public record KubeApp(Workload<?> workload, HasMetadata object, List<KubePod> pods) implements Labelled {
    public KubeApp {
        pods = List.copyOf(pods);
    }

    /** Of a kind that {@code kubernetes.app_kinds} may name. */
    public KubeApp(String kind, HasMetadata object, List<KubePod> pods) {
        this(Workload.of(kind), object, pods);
    }

    /** The Kubernetes kind, for example {@code Deployment}. */
    public String kind() {
        return workload.kind();
    }

    /** Whether a pod is one of this app's. */
    public boolean selects(KubePod pod) {
        return pod.namespace().equals(namespace()) && members(workload).selects(pod);
    }

    /** The very same when they are the pods that it has. */
    public KubeApp withPods(List<KubePod> some) {
        return isOf(object, some) ? this : new KubeApp(workload, object, some);
    }

    /** An object of the cache is another one when it has changed. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(HasMetadata other, List<KubePod> otherPods) {
        boolean same = object == other && pods.size() == otherPods.size();
        for (int i = 0; same && i < otherPods.size(); i++) {
            same = pods.get(i) == otherPods.get(i);
        }
        return same;
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
        return scale(workload).wanted();
    }

    public int readyReplicas() {
        return scale(workload).ready();
    }

    /** What its pods are made from; for a custom resource, what the first of them is made from. */
    public PodTemplateSpec template() {
        return template(workload);
    }

    private <T extends HasMetadata> Members members(Workload<T> kind) {
        return kind.members().apply(kind.type().cast(object));
    }

    private <T extends HasMetadata> Workload.Scale scale(Workload<T> kind) {
        return kind.scale().apply(kind.type().cast(object), pods);
    }

    private <T extends HasMetadata> PodTemplateSpec template(Workload<T> kind) {
        return kind.template().apply(kind.type().cast(object), pods);
    }
}
