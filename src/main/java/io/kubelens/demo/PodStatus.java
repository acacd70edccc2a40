package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the kubelet writes into a pod's status. Every method changes the tree it is given. */
final class PodStatus {
    private PodStatus() {}

    /** Scheduled, and all containers running since {@code now}; init containers are done. */
    static void run(ObjectNode pod, Instant now) {
        ObjectNode spec = pod.withObjectProperty("spec");
        if (!spec.has("nodeName")) {
            spec.put("nodeName", "demo-node-1");
        }
        ObjectNode status = pod.putObject("status").put("phase", "Running").put("startTime", time(now));
        ArrayNode inits = spec.has("initContainers") ? status.putArray("initContainerStatuses") : null;
        if (inits != null) {
            for (JsonNode container : spec.path("initContainers")) {
                ObjectNode entry = entry(inits, container, true);
                entry.putObject("state").set("terminated", terminated(entry, 0, now));
            }
        }
        ArrayNode entries = status.putArray("containerStatuses");
        for (JsonNode container : spec.path("containers")) {
            ObjectNode entry = entry(entries, container, true);
            entry.put("started", true).putObject("state").putObject("running").put("startedAt", time(now));
        }
        conditions(pod, true, now);
    }

    /** Waiting for its containers, with a reason as {@code ContainerCreating}. */
    static void await(ObjectNode pod, String reason, Instant now) {
        run(pod, now);
        pod.withObjectProperty("status").put("phase", "Pending").remove("initContainerStatuses");
        for (JsonNode entry : pod.at("/status/containerStatuses")) {
            ((ObjectNode) entry).put("ready", false).put("started", false);
            ((ObjectNode) entry).putObject("state").putObject("waiting").put("reason", reason);
            ((ObjectNode) entry).remove("containerID");
        }
        conditions(pod, false, now);
    }

    static void ready(ObjectNode pod, boolean ready, Instant now) {
        for (JsonNode entry : pod.at("/status/containerStatuses")) {
            ((ObjectNode) entry).put("ready", ready);
        }
        conditions(pod, ready, now);
    }

    /** The container ended for good; with the last one the pod is Succeeded, or Failed. */
    static void terminate(ObjectNode pod, String container, int exitCode, Instant now) {
        ObjectNode entry = entry(pod, container);
        ObjectNode end = terminated(entry, exitCode, now);
        entry.put("ready", false).put("started", false).putObject("state").set("terminated", end);
        conditions(pod, false, now);
        JsonNode all = pod.at("/status/containerStatuses");
        if (stream(all).allMatch(each -> each.at("/state/terminated").isObject())) {
            boolean failed = stream(all)
                    .anyMatch(each -> each.at("/state/terminated/exitCode").asInt() != 0);
            pod.withObjectProperty("status").put("phase", failed ? "Failed" : "Succeeded");
        }
    }

    /** The container ended and waits to be started again. */
    static void crash(ObjectNode pod, String container, int exitCode, Instant now) {
        ObjectNode entry = entry(pod, container);
        entry.putObject("lastState").set("terminated", terminated(entry, exitCode, now));
        entry.put("ready", false)
                .put("started", false)
                .putObject("state")
                .putObject("waiting")
                .put("reason", "CrashLoopBackOff")
                .put("message", "back-off restarting failed container=" + container);
        conditions(pod, false, now);
    }

    /** The container runs again, after {@link #crash} or straight from running. */
    static void restart(ObjectNode pod, String container, int exitCode, Instant now) {
        ObjectNode entry = entry(pod, container);
        if (!entry.at("/state/waiting").isObject()) {
            crash(pod, container, exitCode, now);
        }
        entry.put("restartCount", entry.path("restartCount").asInt() + 1)
                .put("ready", true)
                .put("started", true)
                .put("containerID", newId())
                .putObject("state")
                .putObject("running")
                .put("startedAt", time(now));
        conditions(pod, true, now);
    }

    static ObjectNode entry(ObjectNode pod, String container) {
        return stream(pod.at("/status/containerStatuses"))
                .filter(entry -> entry.path("name").asText().equals(container))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no container " + container + " in the pod's status"));
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode entry(ArrayNode entries, JsonNode container, boolean ready) {
        String image = container.path("image").asText("demo.local/none:0");
        return entries.addObject()
                .put("name", container.path("name").asText())
                .put("image", image)
                .put("imageID", image + "@sha256:demo")
                .put("containerID", newId())
                .put("ready", ready)
                .put("restartCount", 0);
    }

    private static ObjectNode terminated(ObjectNode entry, int exitCode, Instant now) {
        String started = entry.at("/state/running/startedAt").asText(time(now));
        return Json.object()
                .put("exitCode", exitCode)
                .put("reason", exitCode == 0 ? "Completed" : "Error")
                .put("startedAt", started)
                .put("finishedAt", time(now))
                .put("containerID", entry.path("containerID").asText());
    }

    private static void conditions(ObjectNode pod, boolean ready, Instant now) {
        ArrayNode conditions = pod.withObjectProperty("status").putArray("conditions");
        for (String type : new String[] {"PodScheduled", "Initialized", "ContainersReady", "Ready"}) {
            boolean holds = ready || !type.endsWith("Ready");
            conditions
                    .addObject()
                    .put("type", type)
                    .put("status", holds ? "True" : "False")
                    .put("lastTransitionTime", time(now));
        }
    }

    private static String newId() {
        return "containerd://" + UUID.randomUUID().toString().replace("-", "");
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
