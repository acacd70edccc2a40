package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.List;
import java.util.Optional;

/**
 * A container that can be looked into.
 *
 * @param image as the spec says, not as the runtime reports it
 * @param kind {@code init}, {@code sidecar} or {@code ephemeral}; left out for an ordinary one
 */
record ContainerJson(
        String name,
        String image,
        boolean ready,
        int restartCount,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String kind) {

    /** Before Kubernetes has told of it, a container is not ready. */
    static ContainerJson of(SpecContainer container, Optional<ContainerStatus> status) {
        return new ContainerJson(
                container.name(),
                container.image(),
                status.map(ContainerStatus::getReady).orElse(false),
                status.map(ContainerStatus::getRestartCount).orElse(0),
                container.kind());
    }

    /** Of a template, where nothing runs and nothing fails: the ordinary ones. */
    static List<ContainerJson> ofTemplate(List<SpecContainer> containers) {
        return containers.stream()
                .filter(SpecContainer::isOrdinary)
                .map(c -> new ContainerJson(c.name(), c.image(), true, 0, ""))
                .toList();
    }
}
