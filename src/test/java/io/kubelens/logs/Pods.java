package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kubelens.kube.KubePod;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pods as the cache would hold them. */
final class Pods {
    private Pods() {}

    static PodBuilder builder(String name, String... containers) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid(name + "-0123456789")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Always")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus();
        Arrays.stream(containers).forEach(each -> pod.editSpec()
                .addNewContainer()
                .withName(each)
                .endContainer()
                .endSpec());
        return pod;
    }

    /** All of its containers run, and were never restarted. */
    static KubePod of(String name, String... containers) {
        return new KubePod(builder(name, containers)
                .editStatus()
                .withContainerStatuses(Arrays.stream(containers)
                        .map(each -> new ContainerStatusBuilder()
                                .withName(each)
                                .withRestartCount(0)
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .build())
                        .toList())
                .endStatus()
                .build());
    }

    /** It runs, and has run before. */
    static KubePod restarted(String name, int restarts) {
        return status(
                name,
                "Always",
                restarts,
                new ContainerStateBuilder().withNewRunning().endRunning(),
                new ContainerStateBuilder().withNewTerminated().withExitCode(1).endTerminated());
    }

    /** It runs, and its run before ended then. */
    static KubePod restarted(String name, int restarts, String ended) {
        return status(
                name,
                "Always",
                restarts,
                new ContainerStateBuilder().withNewRunning().endRunning(),
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withFinishedAt(ended)
                        .endTerminated());
    }

    static KubePod running(String name) {
        return running(name, 0);
    }

    static KubePod running(String name, int restarts) {
        return status(
                name,
                "Always",
                restarts,
                new ContainerStateBuilder().withNewRunning().endRunning(),
                null);
    }

    static KubePod terminated(String name, String policy, int restarts, int exitCode) {
        return status(
                name,
                policy,
                restarts,
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(exitCode == 0 ? "Completed" : "Error")
                        .endTerminated(),
                null);
    }

    static KubePod crashLooping(String name, int restarts) {
        return status(
                name,
                "Always",
                restarts,
                new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting(),
                new ContainerStateBuilder().withNewTerminated().withExitCode(1).endTerminated());
    }

    private static KubePod status(
            String name,
            String policy,
            int restarts,
            ContainerStateBuilder state,
            @Nullable ContainerStateBuilder last) {
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName("main")
                .withRestartCount(restarts)
                .withState(state.build());
        if (last != null) {
            status.withLastState(last.build());
        }
        return new KubePod(builder(name, "main")
                .editSpec()
                .withRestartPolicy(policy)
                .endSpec()
                .editStatus()
                .withContainerStatuses(status.build())
                .endStatus()
                .build());
    }
}
