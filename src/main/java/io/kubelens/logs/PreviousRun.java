package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Which run of a container Kubernetes means by {@code previous}. */
final class PreviousRun {
    private PreviousRun() {}

    /**
     * The number of restarts that had gone before the last run that has ended and been replaced; empty when there is
     * none, and Kubernetes would refuse to give its log.
     */
    static OptionalInt of(KubePod pod, String container) {
        PodStatus status = pod.object().getStatus();
        if (status == null) {
            return OptionalInt.empty();
        }
        return statuses(status)
                .filter(each -> each.getName().equals(container))
                .filter(each ->
                        each.getLastState() != null && each.getLastState().getTerminated() != null)
                .mapToInt(PreviousRun::number)
                .findFirst();
    }

    /**
     * The last run that has ended and been replaced.
     *
     * @param restarts how many restarts had gone before it
     * @param finished nanoseconds since 1970, in whole seconds
     */
    record Span(int restarts, long finished) {}

    /** The run that the current one has replaced; empty while none has: the log of a run that is over is current. */
    static Optional<Span> span(KubePod pod, String container) {
        PodStatus status = pod.object().getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return statuses(status)
                .filter(each -> each.getName().equals(container))
                .filter(each -> each.getState() != null && each.getState().getWaiting() == null)
                .filter(each ->
                        each.getLastState() != null && each.getLastState().getTerminated() != null)
                .findFirst()
                .flatMap(PreviousRun::span);
    }

    private static Optional<Span> span(ContainerStatus status) {
        String finished = status.getLastState().getTerminated().getFinishedAt();
        long time = finished == null ? Timestamps.NONE : Timestamps.parse(finished);
        return time == Timestamps.NONE ? Optional.empty() : Optional.of(new Span(number(status), time));
    }

    private static int number(ContainerStatus status) {
        int restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
        // While it waits for its next start, the last run is still the one that the restarts were counted for.
        boolean waits = status.getState() != null && status.getState().getWaiting() != null;
        return waits ? restarts : Math.max(0, restarts - 1);
    }

    /** Of the pod's own, then init, then ephemeral containers. */
    static Stream<ContainerStatus> statuses(PodStatus status) {
        return Stream.of(
                        status.getContainerStatuses(),
                        status.getInitContainerStatuses(),
                        status.getEphemeralContainerStatuses())
                .flatMap(List::stream);
    }
}
