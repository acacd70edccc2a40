package io.kubelens.kube;

/** A pod came, changed or went, as the cache saw it; after a gap in the watch several changes may arrive as one. */
public record PodEvent(Kind kind, KubePod pod) {
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }
}
