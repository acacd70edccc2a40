package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One container's log.
 *
 * @param pod as it was when the log was chosen
 * @param previous the run before, by its number of restarts, when its log is meant and not the current one
 * @param leads whether it is the one of the pod's logs in a stream that tells of the pod itself
 */
record ContainerLog(KubePod pod, String container, OptionalInt previous, boolean leads) {

    /** The current logs. */
    static List<ContainerLog> current(PodLog log) {
        return log.containers().stream()
                .map(name -> new ContainerLog(
                        log.pod(),
                        name,
                        OptionalInt.empty(),
                        name.equals(log.containers().getFirst())))
                .toList();
    }

    /** The logs of the runs before; a container that has had none is left out. */
    static Stream<ContainerLog> previous(PodLog log) {
        return log.containers().stream()
                .map(name -> new ContainerLog(log.pod(), name, PreviousRun.of(log.pod(), name), false))
                .filter(ContainerLog::isPrevious);
    }

    /** When the pod was created, in seconds since 1970; in the far future when the container came later, or it is not known. */
    long created() {
        String text = pod.object().getMetadata().getCreationTimestamp();
        long time = text == null ? Timestamps.NONE : Timestamps.parse(text);
        return time == Timestamps.NONE || Containers.isEphemeral(pod, container)
                ? Long.MAX_VALUE
                : Math.floorDiv(time, Timestamps.SECOND);
    }

    boolean isPrevious() {
        return previous.isPresent();
    }

    /** Another run is the one before now: what is left of this one cannot be had any more. */
    boolean isReplaced(KubePod now) {
        return isPrevious()
                && now.uid().equals(pod.uid())
                && !PreviousRun.of(now, container).equals(previous);
    }
}
