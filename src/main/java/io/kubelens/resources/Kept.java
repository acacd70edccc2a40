package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Kubernetes left out, as something to work with: the client's objects say null for absent. */
final class Kept {
    private Kept() {}

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** An argument of a route: Camel takes the text {@code null} for nothing, and Kubernetes for a name. */
    static String name(@Nullable String argument) {
        return argument == null ? "null" : argument;
    }

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** By key. */
    static <T> Map<String, T> map(@Nullable Map<String, T> map) {
        return new TreeMap<>(map == null ? Map.of() : map);
    }

    static PodStatus status(Pod pod) {
        return pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }
}
