package io.kubelens.kube;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind that {@code kubernetes.app_kinds} may name, and where such an object keeps what an app has.
 *
 * @param kind the Kubernetes kind
 * @param selector of its pods; null when the kind has none
 * @param template of its pods
 * @param scale wanted and ready replicas
 */
record Workload<T extends HasMetadata>(
        String kind,
        Class<T> type,
        Function<T, @Nullable LabelSelector> selector,
        Function<T, PodTemplateSpec> template,
        Function<T, Scale> scale) {

    /** How many pods are wanted and how many are ready. */
    record Scale(int wanted, int ready) {
        static Scale of(@Nullable Integer wanted, @Nullable Integer ready) {
            return new Scale(requireNonNullElse(wanted, 0), requireNonNullElse(ready, 0));
        }
    }

    private static final List<Workload<?>> ALL = List.of(
            new Workload<>(
                    "Deployment",
                    Deployment.class,
                    d -> d.getSpec().getSelector(),
                    d -> d.getSpec().getTemplate(),
                    Workload::scale),
            new Workload<>(
                    "StatefulSet",
                    StatefulSet.class,
                    s -> s.getSpec().getSelector(),
                    s -> s.getSpec().getTemplate(),
                    Workload::scale),
            new Workload<>(
                    "DaemonSet",
                    DaemonSet.class,
                    d -> d.getSpec().getSelector(),
                    d -> d.getSpec().getTemplate(),
                    Workload::scale),
            new Workload<>(
                    "Job",
                    Job.class,
                    j -> j.getSpec().getSelector(),
                    j -> j.getSpec().getTemplate(),
                    Workload::scale),
            new Workload<>(
                    "CronJob",
                    CronJob.class,
                    c -> null,
                    c -> c.getSpec().getJobTemplate().getSpec().getTemplate(),
                    c -> new Scale(0, 0)));

    /** Whether a pod belongs to an object of this kind. */
    boolean selects(HasMetadata object, KubePod pod) {
        return selector(type.cast(object)).matches(pod);
    }

    PodSelector selector(T object) {
        return new PodSelector(selector.apply(object));
    }

    /** The entry of a kind; refuses a kind that is not in the table. */
    static Workload<?> of(String kind) {
        return ALL.stream()
                .filter(workload -> workload.kind.equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kubernetes.app_kinds: '" + kind + "' is not one of "
                        + ALL.stream().map(Workload::kind).toList()));
    }

    private static Scale scale(Deployment deployment) {
        var status = deployment.getStatus();
        return Scale.of(deployment.getSpec().getReplicas(), status == null ? null : status.getReadyReplicas());
    }

    private static Scale scale(StatefulSet set) {
        var status = set.getStatus();
        return Scale.of(set.getSpec().getReplicas(), status == null ? null : status.getReadyReplicas());
    }

    private static Scale scale(DaemonSet set) {
        var status = set.getStatus();
        return status == null ? new Scale(0, 0) : Scale.of(status.getDesiredNumberScheduled(), status.getNumberReady());
    }

    /** A job that is done wants no pods any more. Servers before 1.24 do not count ready ones. */
    private static Scale scale(Job job) {
        var status = job.getStatus();
        boolean done = status != null
                && status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                "Complete".equals(condition.getType()) && "True".equals(condition.getStatus()));
        if (status == null || done) {
            return Scale.of(done ? 0 : job.getSpec().getParallelism(), 0);
        }
        return Scale.of(job.getSpec().getParallelism(), requireNonNullElse(status.getReady(), status.getActive()));
    }
}
