package io.kubelens.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** The API server has never answered what is asked for, or refuses it: 502. */
public final class KubernetesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KubernetesUnavailable(String message) {
        super(message, null, false, false);
    }

    /** What Kubernetes said, or what kept us from asking, when a route's own call failed; for the log only. */
    public static Optional<String> saidBy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException said) {
                return String.valueOf(said.getMessage()).lines().findFirst();
            }
        }
        return Optional.empty();
    }
}
