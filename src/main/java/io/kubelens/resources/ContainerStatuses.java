package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Kubernetes tells of a pod's containers; names are unique among all kinds. */
record ContainerStatuses(List<ContainerStatus> all) {
    static ContainerStatuses of(Pod pod) {
        PodStatus status = Kept.status(pod);
        return new ContainerStatuses(Stream.of(
                        status.getContainerStatuses(),
                        status.getInitContainerStatuses(),
                        status.getEphemeralContainerStatuses())
                .flatMap(statuses -> Kept.list(statuses).stream())
                .toList());
    }

    Optional<ContainerStatus> of(SpecContainer container) {
        return all.stream()
                .filter(status -> container.name().equals(status.getName()))
                .findFirst();
    }
}
