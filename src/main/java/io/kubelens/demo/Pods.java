package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Makes and removes the pods of the demo's workloads, as controllers and the kubelet do. For one thread. */
final class Pods {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int EVENTS = 100;
    private final DemoCluster cluster;
    private final Talkers talkers;
    private final Random random;
    private final Clock clock;
    private int addresses;
    private int events;

    Pods(DemoCluster cluster, Talkers talkers, Random random, Clock clock) {
        this.cluster = cluster;
        this.talkers = talkers;
        this.random = random;
        this.clock = clock;
    }

    /** A pod of {@code owner} that has been running for {@code age}, with its history. */
    ObjectNode addRunning(ObjectNode owner, String name, Duration age, int lines) {
        Instant created = clock.instant().minus(age);
        ObjectNode pod = make(owner, name, created);
        PodStatus.run(pod, created);
        address(pod);
        cluster.put(pod);
        talkers.add(pod);
        talkers.history(namespace(pod), name, lines, clock.instant(), age.dividedBy(2));
        return pod;
    }

    /** A pod of {@code owner} whose containers are being created; {@link #run} makes them run. */
    void addWaiting(ObjectNode owner, String name) {
        ObjectNode pod = make(owner, name, clock.instant());
        PodStatus.await(pod, "ContainerCreating", clock.instant());
        cluster.put(pod);
        event(pod, "Normal", "Scheduled", "Successfully assigned " + namespace(pod) + "/" + name + " to demo-node-1");
    }

    /** A waiting pod runs now, not ready yet. */
    void run(String namespace, String name) {
        cluster.edit("Pod", namespace, name, pod -> {
            PodStatus.run(pod, clock.instant());
            PodStatus.ready(pod, false, clock.instant());
            address(pod);
            talkers.add(pod);
            event(pod, "Normal", "Started", "Started container");
        });
        talkers.history(namespace, name, 1, clock.instant(), Duration.ofMillis(1));
    }

    void ready(String namespace, String name) {
        cluster.edit("Pod", namespace, name, pod -> PodStatus.ready(pod, true, clock.instant()));
    }

    /** Marked as going: it is not ready any more, and still there until {@link #remove}. */
    void stop(String namespace, String name) {
        cluster.edit("Pod", namespace, name, pod -> {
            pod.withObjectProperty("metadata")
                    .put("deletionTimestamp", PodStatus.time(clock.instant()))
                    .put("deletionGracePeriodSeconds", 30);
            PodStatus.ready(pod, false, clock.instant());
            event(pod, "Normal", "Killing", "Stopping container");
        });
    }

    void remove(String namespace, String name) {
        talkers.remove(namespace, name);
        cluster.delete("Pod", namespace, name);
        cluster.delete("PodMetrics", namespace, name);
    }

    /** The pods that {@code owner} controls. */
    List<ObjectNode> of(ObjectNode owner) {
        String uid = owner.at("/metadata/uid").asText();
        return cluster.list("Pod", namespace(owner)).stream()
                .filter(pod ->
                        pod.at("/metadata/ownerReferences/0/uid").asText().equals(uid))
                .toList();
    }

    static boolean isReady(JsonNode pod) {
        return pod.at("/status/conditions/3/status").asText().equals("True");
    }

    /** The ending of a generated name, as {@code x7k2q}. */
    String suffix(int length) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < length; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }

    /** Tells of an object in an Event; the newest hundred are kept. */
    void event(ObjectNode about, String type, String reason, String message) {
        String name = "demo." + events;
        String now = PodStatus.time(clock.instant());
        ObjectNode event = Json.object()
                .put("kind", "Event")
                .put("type", type)
                .put("reason", reason)
                .put("message", message)
                .put("count", 1)
                .put("firstTimestamp", now)
                .put("lastTimestamp", now);
        event.putObject("metadata").put("namespace", namespace(about)).put("name", name);
        event.putObject("source").put("component", "demo");
        event.putObject("involvedObject")
                .put("kind", about.path("kind").asText())
                .put("namespace", namespace(about))
                .put("name", about.at("/metadata/name").asText())
                .put("uid", about.at("/metadata/uid").asText());
        cluster.put(event);
        for (String namespace : new String[] {"shop", "payments", "vault"}) {
            cluster.delete("Event", namespace, "demo." + (events - EVENTS));
        }
        events++;
    }

    String now() {
        return PodStatus.time(clock.instant());
    }

    static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }

    private static ObjectNode make(ObjectNode owner, String name, Instant created) {
        JsonNode template = owner.at("/spec/template");
        ObjectNode pod = Json.object().put("kind", "Pod").put("apiVersion", "v1");
        ObjectNode metadata = ((ObjectNode) template.path("metadata").deepCopy())
                .put("name", name)
                .put("namespace", namespace(owner))
                .put("creationTimestamp", PodStatus.time(created));
        pod.set("metadata", metadata);
        pod.set("spec", template.path("spec").deepCopy());
        own(pod, owner);
        return pod;
    }

    /** Makes {@code owner} the controller of {@code object}. */
    static void own(ObjectNode object, ObjectNode owner) {
        object.withObjectProperty("metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", owner.at("/metadata/name").asText())
                .put("uid", owner.at("/metadata/uid").asText())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private void address(ObjectNode pod) {
        addresses++;
        pod.withObjectProperty("status")
                .put("podIP", "10.244." + addresses / 250 % 250 + "." + (1 + addresses % 250))
                .put("hostIP", "192.0.2.10");
    }
}
