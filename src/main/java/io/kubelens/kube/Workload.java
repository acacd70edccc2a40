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
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of app, and where such an object keeps what an app has.
 *
 * @param group the API group
 * @param kind the Kubernetes kind
 * @param members which pods are an object's
 * @param template of its pods; these are given
 * @param scale wanted and ready replicas; its pods are given
 * @param slim takes from an object what is not served
 */
record Workload<T extends HasMetadata>(
        String group,
        String kind,
        Class<T> type,
        Function<T, Members> members,
        BiFunction<T, List<KubePod>, PodTemplateSpec> template,
        BiFunction<T, List<KubePod>, Scale> scale,
        BiConsumer<T, Slim> slim) {

    /** How many pods are wanted and how many are ready. */
    record Scale(int wanted, int ready) {
        static Scale of(@Nullable Integer wanted, @Nullable Integer ready) {
            return new Scale(requireNonNullElse(wanted, 0), requireNonNullElse(ready, 0));
        }
    }

    private static final List<Workload<?>> ALL = List.of(
            builtIn(
                    Deployment.class,
                    d -> selector(d.getSpec().getSelector()),
                    d -> d.getSpec().getTemplate(),
                    Workload::scale),
            builtIn(
                    StatefulSet.class,
                    s -> selector(s.getSpec().getSelector()),
                    s -> s.getSpec().getTemplate(),
                    Workload::scale),
            builtIn(
                    DaemonSet.class,
                    d -> selector(d.getSpec().getSelector()),
                    d -> d.getSpec().getTemplate(),
                    Workload::scale),
            builtIn(
                    Job.class,
                    j -> selector(j.getSpec().getSelector()),
                    j -> j.getSpec().getTemplate(),
                    Workload::scale),
            builtIn(
                    CronJob.class,
                    Workload::owned,
                    c -> c.getSpec().getJobTemplate().getSpec().getTemplate(),
                    c -> new Scale(0, 0)));

    private static <T extends HasMetadata> Workload<T> builtIn(
            Class<T> type,
            Function<T, Members> members,
            Function<T, PodTemplateSpec> template,
            Function<T, Scale> scale) {
        return new Workload<>(
                HasMetadata.getGroup(type),
                HasMetadata.getKind(type),
                type,
                members,
                (object, pods) -> template.apply(object),
                (object, pods) -> scale.apply(object),
                (object, slim) -> {
                    slim.metadata(object);
                    slim.template(template.apply(object));
                });
    }

    /** The entry of a kind; refuses a kind that is not in the table. */
    static Workload<?> of(String kind) {
        return ALL.stream()
                .filter(workload -> workload.kind.equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kubernetes.app_kinds: '" + kind + "' is not one of "
                        + ALL.stream().map(Workload::kind).toList()));
    }

    /** The pods below an object, through whatever it owns; of those that are no more only the owner's name is known. */
    static Members owned(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        Optional<String> name = Optional.of(object.getMetadata().getName());
        return pod -> pod.gone() == null
                ? uid != null && pod.isOwnedBy(uid)
                : pod.ownerApp().equals(name);
    }

    private static Members selector(@Nullable LabelSelector selector) {
        return new PodSelector(selector);
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
