package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one word that {@code kubectl get pods} prints in its STATUS column. */
final class PodStatusWord {
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");
    private final Pod pod;
    private final PodStatus status;

    private PodStatusWord(Pod pod) {
        this.pod = pod;
        this.status = Kept.status(pod);
    }

    static String of(Pod pod) {
        return new PodStatusWord(pod).word();
    }

    private String word() {
        boolean over = OVER.contains(Kept.text(status.getPhase()));
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            if ("NodeLost".equals(status.getReason())) {
                return "Unknown";
            }
            if (!over) {
                return "Terminating";
            }
        }
        Optional<String> init = init();
        if (init.isPresent() && !isTrue("Initialized")) {
            return init.get();
        }
        return containers(init.orElseGet(this::pod));
    }

    private String pod() {
        boolean gated = Kept.list(status.getConditions()).stream()
                .anyMatch(c -> "PodScheduled".equals(c.getType()) && "SchedulingGated".equals(c.getReason()));
        if (gated) {
            return "SchedulingGated";
        }
        String reason = Kept.text(status.getReason());
        return reason.isEmpty() ? Kept.text(status.getPhase()) : reason;
    }

    /** The first init container that stands in the way; empty when none does. */
    private Optional<String> init() {
        List<ContainerStatus> statuses = Kept.list(status.getInitContainerStatuses());
        for (int i = 0; i < statuses.size(); i++) {
            ContainerStatus container = statuses.get(i);
            if (!isPassed(container)) {
                int all = Kept.list(pod.getSpec().getInitContainers()).size();
                return Optional.of("Init:" + trouble(container).orElse(i + "/" + all));
            }
        }
        return Optional.empty();
    }

    private boolean isPassed(ContainerStatus container) {
        @Nullable ContainerStateTerminated end = state(container).getTerminated();
        if (end != null) {
            return end.getExitCode() == 0;
        }
        return Boolean.TRUE.equals(container.getStarted())
                && Kept.list(pod.getSpec().getInitContainers()).stream()
                        .anyMatch(spec -> spec.getName().equals(container.getName()) && isSidecar(spec));
    }

    static boolean isSidecar(Container initContainer) {
        return "Always".equals(initContainer.getRestartPolicy());
    }

    private static Optional<String> trouble(ContainerStatus container) {
        ContainerState state = state(container);
        if (state.getTerminated() != null) {
            return Optional.of(end(state.getTerminated()));
        }
        return waiting(state).filter(reason -> !reason.equals("PodInitializing"));
    }

    /** The first container in trouble speaks for the pod; one that completed only when no other still runs. */
    private String containers(String otherwise) {
        String word = otherwise;
        boolean running = false;
        for (ContainerStatus container :
                Kept.list(status.getContainerStatuses()).reversed()) {
            ContainerState state = state(container);
            Optional<String> reason = waiting(state)
                    .or(() -> Optional.ofNullable(state.getTerminated()).map(PodStatusWord::end));
            word = reason.orElse(word);
            running |= reason.isEmpty() && Boolean.TRUE.equals(container.getReady()) && state.getRunning() != null;
        }
        if (word.equals("Completed") && running) {
            return isTrue("Ready") ? "Running" : "NotReady";
        }
        return word;
    }

    private static ContainerState state(ContainerStatus container) {
        return container.getState() == null ? new ContainerState() : container.getState();
    }

    private static Optional<String> waiting(ContainerState state) {
        return Optional.ofNullable(state.getWaiting())
                .map(waiting -> Kept.text(waiting.getReason()))
                .filter(reason -> !reason.isEmpty());
    }

    private static String end(ContainerStateTerminated end) {
        String reason = Kept.text(end.getReason());
        if (!reason.isEmpty()) {
            return reason;
        }
        @Nullable Integer signal = end.getSignal();
        return signal != null && signal != 0 ? "Signal:" + signal : "ExitCode:" + end.getExitCode();
    }

    private boolean isTrue(String condition) {
        return Kept.list(status.getConditions()).stream()
                .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
    }
}
