package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a container, from its start to its end.
 *
 * @param restart how many restarts had gone before it
 * @param startedAt null when Kubernetes does not say
 * @param finishedAt in whole seconds; null while it runs, and when Kubernetes does not say
 * @param exitCode {@link #UNKNOWN} when Kubernetes does not say
 * @param signal 0 for none
 * @param reason Kubernetes' word; empty without one
 * @param previous whether Kubernetes gives its log as that of the previous run
 */
public record ContainerRun(
        String container,
        int restart,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        int signal,
        String reason,
        boolean previous) {
    public static final int UNKNOWN = -1;

    /** Runs of a pod's containers that have ended and whose logs Kubernetes may still have. */
    public static List<ContainerRun> ended(KubePod pod) {
        List<ContainerRun> runs = new ArrayList<>();
        statuses(pod).forEach(status -> {
            int restarts = restarts(status);
            ContainerStateTerminated last = terminated(status.getLastState());
            ContainerStateTerminated now = terminated(status.getState());
            if (last != null) {
                // While it waits for its next start, the last run is still the one that the restarts were counted for.
                boolean waits = status.getState() != null && status.getState().getWaiting() != null;
                runs.add(of(status, waits ? restarts : Math.max(0, restarts - 1), last, true));
            }
            if (now != null) {
                runs.add(of(status, restarts, now, false));
            }
        });
        return runs;
    }

    /** Those that have begun and not ended. */
    public static List<ContainerRun> running(KubePod pod) {
        return statuses(pod)
                .filter(status -> status.getState() != null && status.getState().getRunning() != null)
                .map(status -> new ContainerRun(
                        status.getName(),
                        restarts(status),
                        time(status.getState().getRunning().getStartedAt()),
                        null,
                        UNKNOWN,
                        0,
                        "",
                        false))
                .toList();
    }

    private static ContainerRun of(
            ContainerStatus status, int restart, ContainerStateTerminated ended, boolean previous) {
        return new ContainerRun(
                status.getName(),
                restart,
                time(ended.getStartedAt()),
                time(ended.getFinishedAt()),
                Objects.requireNonNullElse(ended.getExitCode(), UNKNOWN),
                Objects.requireNonNullElse(ended.getSignal(), 0),
                Objects.requireNonNullElse(ended.getReason(), ""),
                previous);
    }

    private static Stream<ContainerStatus> statuses(KubePod pod) {
        PodStatus status = pod.object().getStatus();
        return status == null
                ? Stream.empty()
                : Stream.of(
                                status.getContainerStatuses(),
                                status.getInitContainerStatuses(),
                                status.getEphemeralContainerStatuses())
                        .flatMap(List::stream);
    }

    private static @Nullable ContainerStateTerminated terminated(@Nullable ContainerState state) {
        return state == null ? null : state.getTerminated();
    }

    private static int restarts(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    private static @Nullable Instant time(@Nullable String text) {
        return KubeTime.parse(text).orElse(null);
    }
}
