package io.kubelens.store;

import io.kubelens.kube.Labelled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a container ended, with what policy asks about its pod, which may be gone.
 *
 * @param labels the pod's, as they were last seen
 * @param createdAt when the pod was made; null when Kubernetes did not say
 * @param containers all of the pod's, the default one first
 * @param app the name of the workload the pod belonged to, as {@code KubePod.ownerApp}; empty without one
 * @param startedAt null when Kubernetes did not say
 * @param terminatedAt when it ended; for a pod that vanished, when that was seen
 * @param exitCode -1 when Kubernetes did not say
 * @param signal 0 for none
 * @param reason Kubernetes' word, such as {@code OOMKilled}; empty without one
 * @param events the pod's last events, oldest first
 */
public record Termination(
        CapsuleKey key,
        String namespace,
        String podName,
        Map<String, String> labels,
        @Nullable Instant createdAt,
        List<String> containers,
        String app,
        @Nullable Instant startedAt,
        Instant terminatedAt,
        int exitCode,
        int signal,
        String reason,
        List<CapsuleEvent> events)
        implements Labelled {
    public Termination {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
        events = List.copyOf(events);
    }

    /** The pod's name, which policy judges. */
    @Override
    public String name() {
        return podName;
    }
}
