package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Names;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import java.util.Arrays;
import java.util.List;

/**
 * The containers that a viewer asks for: {@code a}, {@code a,b}, {@code *} for all, or nothing for the default one.
 *
 * @param names without repetitions; none when {@code all} or when the default is meant
 */
record ContainerChoice(List<String> names, boolean all) {

    static final Parameter.Text CONTAINER = new Parameter.Text(
            "container", "", "A container's name, several as a,b or * for all; without it the default one");

    /** Throws {@link BadRequest} when a part of the list cannot be a name. */
    static ContainerChoice of(Query query) {
        String asked = query.text(CONTAINER).orElse("");
        if (asked.isEmpty() || asked.equals("*")) {
            return new ContainerChoice(List.of(), !asked.isEmpty());
        }
        List<String> names = Arrays.stream(asked.split(",", -1)).distinct().toList();
        if (!names.stream().allMatch(Names::isLabel)) {
            throw new BadRequest("parameter 'container' must be a container's name, several as a,b or * for all");
        }
        return new ContainerChoice(names, false);
    }

    /** Whether lines have to say which container they are from. */
    boolean isSeveral() {
        return all || names.size() > 1;
    }

    /** Those of the pod, in the order of its spec; none when it has none of them. */
    PodLog in(KubePod pod) {
        if (all) {
            return new PodLog(pod, Containers.names(pod));
        }
        if (names.isEmpty()) {
            return new PodLog(pod, List.of(Containers.byDefault(pod)));
        }
        return new PodLog(
                pod, Containers.names(pod).stream().filter(names::contains).toList());
    }

    /** Throws {@link ContainerNotFound} when a container is in none of the pods. */
    void check(List<PodLog> logs) {
        boolean found = names.stream()
                .allMatch(name -> logs.stream().anyMatch(log -> log.containers().contains(name)));
        if (!found && !logs.isEmpty()) {
            throw new ContainerNotFound(
                    "container not found",
                    logs.stream()
                            .flatMap(log -> Containers.names(log.pod()).stream())
                            .distinct()
                            .toList());
        }
    }
}
