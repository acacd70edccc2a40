package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a pod that is no more: how its containers' last runs ended, and their logs.
 *
 * @param runs of each container the last one that is known, and the one before it
 * @param log answers for these runs as Kubernetes did
 */
public record GonePod(List<Run> runs, LogUpstream log) {
    public GonePod {
        runs = List.copyOf(runs);
    }

    /**
     * A run whose log was kept; {@code run.previous} says whether another one of the container came after it.
     *
     * @param gap why the end of its log is missing; null when it is there
     */
    public record Run(ContainerRun run, @Nullable String gap) {}

    /** Which pod it was; {@code app} is empty when it was nobody's. */
    public record Identity(
            String namespace,
            String name,
            String uid,
            Map<String, String> labels,
            String app,
            @Nullable Instant createdAt) {}

    /** The run that a request for the current or the previous log of a container means. */
    public Optional<Run> run(String container, boolean previous) {
        return runs.stream()
                .filter(each ->
                        each.run().container().equals(container) && each.run().previous() == previous)
                .findFirst();
    }

    /**
     * The pod in the form in which policy and the log engine know pods.
     *
     * @param containers their names, the default one first
     */
    public KubePod as(Identity who, List<String> containers) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(who.namespace())
                .withName(who.name())
                .withUid(who.uid())
                .withLabels(who.labels())
                .withCreationTimestamp(text(who.createdAt()))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withContainers(containers.stream().map(GonePod::container).toList())
                .endSpec()
                .withNewStatus()
                .withPhase("Failed")
                .withContainerStatuses(containers.stream().map(this::status).toList())
                .endStatus()
                .build();
        return new KubePod(pod, owners(who.app()), this);
    }

    private static List<OwnerReference> owners(String app) {
        return app.isEmpty()
                ? List.of()
                : List.of(new OwnerReferenceBuilder().withName(app).build());
    }

    private static Container container(String name) {
        return new ContainerBuilder().withName(name).build();
    }

    /** A container of which only a previous run is known waits for ever. */
    private ContainerStatus status(String container) {
        Optional<ContainerRun> last = run(container, false).map(Run::run);
        Optional<ContainerRun> before = run(container, true).map(Run::run);
        int restarts = last.or(() -> before).map(ContainerRun::restart).orElse(0);
        boolean follows = last.isPresent()
                && before.isPresent()
                && before.get().restart() == last.get().restart() - 1;
        ContainerState waiting =
                new ContainerStateBuilder().withNewWaiting().endWaiting().build();
        return new ContainerStatusBuilder()
                .withName(container)
                .withRestartCount(restarts)
                .withState(last.map(GonePod::terminated).orElse(waiting))
                .withLastState(
                        before.isPresent() && (follows || last.isEmpty())
                                ? terminated(before.get())
                                : new ContainerState())
                .build();
    }

    private static ContainerState terminated(ContainerRun run) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(run.exitCode())
                .withReason(run.reason())
                .withStartedAt(text(run.startedAt()))
                .withFinishedAt(text(run.finishedAt()))
                .endTerminated()
                .build();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
