package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import org.jspecify.annotations.Nullable;

/**
 * What a container does or did. Members that are unknown are left out.
 *
 * @param state {@code running}, {@code waiting} or {@code terminated}
 * @param startedAt RFC 3339
 * @param finishedAt RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateJson(
        String state,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String startedAt,
        @Nullable String finishedAt) {

    /** Null when Kubernetes says nothing. */
    static @Nullable StateJson of(ContainerState state) {
        ContainerStateTerminated end = state.getTerminated();
        if (end != null) {
            return new StateJson(
                    "terminated",
                    end.getReason(),
                    end.getMessage(),
                    end.getExitCode(),
                    end.getSignal(),
                    end.getStartedAt(),
                    end.getFinishedAt());
        }
        ContainerStateRunning running = state.getRunning();
        if (running != null) {
            return new StateJson("running", null, null, null, null, running.getStartedAt(), null);
        }
        ContainerStateWaiting waiting = state.getWaiting();
        return waiting == null
                ? null
                : new StateJson("waiting", waiting.getReason(), waiting.getMessage(), null, null, null, null);
    }
}
