package io.kubelens.demo;

import java.util.List;
import java.util.Optional;

/** A kind the cluster serves; {@code group} is empty for the core group. */
record ResourceKind(String group, String version, String plural, String kind, boolean namespaced) {
    static final ResourceKind POD = core("pods", "Pod", true);
    static final ResourceKind SECRET = core("secrets", "Secret", true);
    static final ResourceKind EVENT = core("events", "Event", true);
    /** The other API of the same objects; {@link #named} finds the core one. */
    static final ResourceKind NEW_EVENT = new ResourceKind("events.k8s.io", "v1", "events", "Event", true);

    static final List<ResourceKind> ALL = List.of(
            core("namespaces", "Namespace", false),
            core("nodes", "Node", false),
            POD,
            SECRET,
            core("configmaps", "ConfigMap", true),
            EVENT,
            core("services", "Service", true),
            new ResourceKind("apps", "v1", "deployments", "Deployment", true),
            new ResourceKind("apps", "v1", "replicasets", "ReplicaSet", true),
            new ResourceKind("apps", "v1", "statefulsets", "StatefulSet", true),
            new ResourceKind("apps", "v1", "daemonsets", "DaemonSet", true),
            new ResourceKind("batch", "v1", "jobs", "Job", true),
            new ResourceKind("batch", "v1", "cronjobs", "CronJob", true),
            NEW_EVENT,
            new ResourceKind("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true));

    private static ResourceKind core(String plural, String kind, boolean namespaced) {
        return new ResourceKind("", "v1", plural, kind, namespaced);
    }

    /** {@code v1}, {@code apps/v1} and so on. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    static Optional<ResourceKind> served(String apiVersion, String plural) {
        return ALL.stream()
                .filter(kind -> kind.apiVersion().equals(apiVersion) && kind.plural.equals(plural))
                .findFirst();
    }

    static ResourceKind named(String name) {
        return ALL.stream()
                .filter(kind -> kind.kind.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the demo cluster has no kind " + name));
    }
}
