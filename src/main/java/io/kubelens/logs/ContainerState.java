package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.KubePod;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a container stands, as far as its log is concerned.
 *
 * @param restarts how often Kubernetes has started it again
 * @param exitCode meaningful when it has stopped
 */
record ContainerState(Phase phase, int restarts, int exitCode, String reason) {
    enum Phase {
        /** The pod is gone, or another one bears its name. */
        GONE,
        /** It will never run again. */
        FINISHED,
        /** It has run, does not now, and will be started again. */
        STOPPED,
        /** It has never run. */
        WAITING,
        RUNNING
    }

    static ContainerState of(Optional<KubePod> current, ContainerLog log) {
        if (current.isEmpty() || !Objects.equals(current.get().uid(), log.pod().uid())) {
            return new ContainerState(Phase.GONE, 0, 0, "");
        }
        Pod pod = current.get().object();
        PodStatus status = pod.getStatus();
        if (status == null) {
            return new ContainerState(Phase.WAITING, 0, 0, "");
        }
        ContainerStatus container = PreviousRun.statuses(status)
                .filter(each -> each.getName().equals(log.container()))
                .findFirst()
                .orElse(null);
        boolean podEnded = "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
        if (container == null) {
            return new ContainerState(podEnded ? Phase.FINISHED : Phase.WAITING, 0, 0, "");
        }
        return of(pod, container, podEnded);
    }

    private static ContainerState of(Pod pod, ContainerStatus container, boolean podEnded) {
        int restarts = container.getRestartCount() == null ? 0 : container.getRestartCount();
        var now = container.getState();
        ContainerStateTerminated ended = now == null ? null : now.getTerminated();
        ContainerStateTerminated last = container.getLastState() == null
                ? null
                : container.getLastState().getTerminated();
        if (ended != null) {
            boolean forGood = podEnded || !startsAgain(pod, container.getName(), ended);
            return stopped(forGood ? Phase.FINISHED : Phase.STOPPED, restarts, ended);
        }
        if (podEnded) {
            return new ContainerState(Phase.FINISHED, restarts, 0, "");
        }
        if (now != null && now.getRunning() != null) {
            return new ContainerState(Phase.RUNNING, restarts, 0, "");
        }
        String reason = now == null || now.getWaiting() == null
                ? ""
                : text(now.getWaiting().getReason());
        return last == null
                ? new ContainerState(Phase.WAITING, restarts, 0, reason)
                : new ContainerState(Phase.STOPPED, restarts, last.getExitCode(), reason);
    }

    /** Its log grows no more until it is started again, if ever. */
    boolean isStopped() {
        return phase == Phase.FINISHED || phase == Phase.STOPPED;
    }

    private static ContainerState stopped(Phase phase, int restarts, ContainerStateTerminated ended) {
        int code = ended.getExitCode() == null ? 0 : ended.getExitCode();
        return new ContainerState(phase, restarts, code, text(ended.getReason()));
    }

    private static boolean startsAgain(Pod pod, String name, ContainerStateTerminated ended) {
        boolean failed = ended.getExitCode() == null || ended.getExitCode() != 0;
        if (pod.getMetadata().getDeletionTimestamp() != null
                || pod.getSpec().getEphemeralContainers().stream()
                        .anyMatch(each -> each.getName().equals(name))) {
            return false;
        }
        Optional<Container> init = pod.getSpec().getInitContainers().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst();
        String policy = text(pod.getSpec().getRestartPolicy());
        if (init.isPresent()) {
            // A sidecar always comes back; any other init container until it has succeeded once.
            return "Always".equals(init.get().getRestartPolicy()) || (failed && !policy.equals("Never"));
        }
        return policy.isEmpty() || policy.equals("Always") || (policy.equals("OnFailure") && failed);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
