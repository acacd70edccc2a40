package io.kubelens.kube;

/** The API server has never answered what is asked for, or refuses it: 502. */
public final class KubernetesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KubernetesUnavailable(String message) {
        super(message, null, false, false);
    }
}
