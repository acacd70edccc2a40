package io.kubelens.real;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a kubelet reports of containers that exit and run again. */
final class Restarts {
    private Restarts() {}

    static ContainerState running(Instant since) {
        return new ContainerStateBuilder().withNewRunning(seconds(since)).build();
    }

    /** All containers of a pod have exited with code 1 and run again since then. */
    static Pod restarted(Pod pod, Instant at) {
        return new PodBuilder(pod)
                .editStatus()
                .withContainerStatuses(pod.getStatus().getContainerStatuses().stream()
                        .map(status -> restarted(status, at))
                        .toList())
                .endStatus()
                .build();
    }

    private static ContainerStatus restarted(ContainerStatus status, Instant at) {
        int restarts = status.getRestartCount() + 1;
        return new ContainerStatusBuilder(status)
                .withRestartCount(restarts)
                .withContainerID("containerd://" + status.getName() + "-" + restarts)
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .withStartedAt(status.getState().getRunning().getStartedAt())
                .withFinishedAt(seconds(at))
                .withContainerID(status.getContainerID())
                .endTerminated()
                .endLastState()
                .withState(running(at))
                .build();
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
