package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The log files of every container, and the kubelet's rules about which of them a request gets. */
final class ContainerLogs {
    private final Map<String, Runs> containers = new ConcurrentHashMap<>();

    /** The run that is, and the one before it. */
    private record Runs(LogFile current, @Nullable LogFile previous) {}

    LogFile current(String namespace, String pod, String container) {
        return runs(namespace, pod, container).current();
    }

    /** A new run begins with an empty log; the one that was becomes the previous one. */
    void restart(String namespace, String pod, String container) {
        containers.compute(key(namespace, pod, container), (key, runs) -> {
            LogFile ended = runs == null ? new LogFile() : runs.current();
            ended.end();
            return new Runs(new LogFile(), ended);
        });
    }

    void removePod(String namespace, String pod) {
        String prefix = key(namespace, pod, "");
        containers.forEach((key, runs) -> {
            if (key.startsWith(prefix)) {
                runs.current().end();
            }
        });
        containers.keySet().removeIf(key -> key.startsWith(prefix));
    }

    void trim(int keep) {
        containers.values().forEach(runs -> runs.current().trim(keep));
    }

    /** The file a request is for, or the refusal; null for a pod that has no node yet. */
    @Nullable
    LogFile choose(ObjectNode pod, LogRequest request) {
        String container = container(pod, request.container());
        if (!pod.at("/spec").has("nodeName")) {
            return null;
        }
        String name = pod.at("/metadata/name").asText();
        Runs runs = runs(pod.at("/metadata/namespace").asText(), name, container);
        JsonNode status = status(pod, container);
        JsonNode waiting = status.at("/state/waiting");
        boolean ranBefore = status.at("/lastState/terminated").isObject();
        if (request.previous()) {
            LogFile file = waiting.isObject() ? runs.current() : runs.previous();
            if (!ranBefore || file == null) {
                throw refuse("previous terminated container \"%s\" in pod \"%s\" not found", container, name);
            }
            return file;
        }
        if (status.isMissingNode()) {
            throw refuse("container \"%s\" in pod \"%s\" is not available", container, name);
        }
        if (waiting.isObject() && !ranBefore) {
            String reason = waiting.path("reason").asText();
            throw refuse("container \"%s\" in pod \"%s\" is waiting to start: " + reason, container, name);
        }
        return runs.current();
    }

    private static String container(ObjectNode pod, String wanted) {
        String name = pod.at("/metadata/name").asText();
        List<String> regular = names(pod.at("/spec/containers"));
        List<String> init = names(pod.at("/spec/initContainers"));
        if (wanted.isEmpty() && regular.size() == 1) {
            return regular.getFirst();
        }
        if (wanted.isEmpty()) {
            String inits = init.isEmpty() ? "" : " or one of the init containers: [" + String.join(" ", init) + "]";
            throw KubeError.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                    + String.join(" ", regular) + "]" + inits);
        }
        if (!regular.contains(wanted) && !init.contains(wanted)) {
            throw KubeError.badRequest("container " + wanted + " is not valid for pod " + name);
        }
        return wanted;
    }

    private static JsonNode status(ObjectNode pod, String container) {
        for (String kind : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode status : pod.path("status").path(kind)) {
                if (status.path("name").asText().equals(container)) {
                    return status;
                }
            }
        }
        return pod.path("status").path("none");
    }

    private static List<String> names(JsonNode containers) {
        List<String> names = new ArrayList<>();
        containers.forEach(container -> names.add(container.path("name").asText()));
        return names;
    }

    private static KubeError refuse(String message, String container, String pod) {
        return KubeError.badRequest(message.formatted(container, pod));
    }

    private Runs runs(String namespace, String pod, String container) {
        return containers.computeIfAbsent(key(namespace, pod, container), key -> new Runs(new LogFile(), null));
    }

    private static String key(String namespace, String pod, String container) {
        return namespace + "/" + pod + "/" + container;
    }
}
