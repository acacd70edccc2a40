package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** In the order of the spec, the ordinary ones first: the first is what a client opens by default. */
    static List<ContainerJson> of(Pod pod) {
        PodSpec spec = pod.getSpec();
        PodStatus status = Kept.status(pod);
        List<ContainerJson> all = new ArrayList<>();
        for (Container c : Kept.list(spec.getContainers())) {
            all.add(of(c.getName(), c.getImage(), "", Kept.list(status.getContainerStatuses())));
        }
        for (Container c : Kept.list(spec.getInitContainers())) {
            String kind = PodStatusWord.isSidecar(c) ? "sidecar" : "init";
            all.add(of(c.getName(), c.getImage(), kind, Kept.list(status.getInitContainerStatuses())));
        }
        for (EphemeralContainer c : Kept.list(spec.getEphemeralContainers())) {
            all.add(of(c.getName(), c.getImage(), "ephemeral", Kept.list(status.getEphemeralContainerStatuses())));
        }
        return all;
    }

    /** Of a template, where nothing runs and nothing fails. */
    static List<ContainerJson> ofTemplate(PodSpec spec) {
        return Kept.list(spec.getContainers()).stream()
                .map(c -> new ContainerJson(c.getName(), Kept.text(c.getImage()), true, 0, ""))
                .toList();
    }

    private static ContainerJson of(String name, @Nullable String image, String kind, List<ContainerStatus> statuses) {
        return statuses.stream()
                .filter(status -> name.equals(status.getName()))
                .findFirst()
                .map(status -> new ContainerJson(
                        name, Kept.text(image), Boolean.TRUE.equals(status.getReady()), restarts(status), kind))
                .orElseGet(() -> new ContainerJson(name, Kept.text(image), false, 0, kind));
    }

    private static int restarts(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }
}
