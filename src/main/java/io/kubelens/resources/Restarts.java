package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The restarts that a pod's status still knows of: the last of each container. */
final class Restarts {
    private Restarts() {}

    static Stream<Moment> of(KubePod pod) {
        PodStatus status = Kept.status(pod.object());
        return Stream.concat(
                        Kept.list(status.getContainerStatuses()).stream(),
                        Kept.list(status.getInitContainerStatuses()).stream())
                .flatMap(container -> of(pod, container).stream());
    }

    private static Optional<Moment> of(KubePod pod, ContainerStatus container) {
        int count = container.getRestartCount() == null ? 0 : container.getRestartCount();
        @Nullable ContainerState before = container.getLastState();
        @Nullable ContainerStateTerminated end = before == null ? null : before.getTerminated();
        if (count == 0 || end == null || Kept.text(end.getFinishedAt()).isEmpty()) {
            return Optional.empty();
        }
        int exit = end.getExitCode() == null ? 0 : end.getExitCode();
        String reason = Kept.text(end.getReason());
        return Optional.of(new Moment(
                Instant.parse(end.getFinishedAt()),
                "restart",
                exit != 0,
                reason.isEmpty() ? "Terminated" : reason,
                "container " + container.getName() + " ended with exit code " + exit,
                count,
                "Pod/" + pod.name()));
    }
}
