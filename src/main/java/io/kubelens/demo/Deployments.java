package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Deployments of the demo: their ReplicaSets, their status, and how one rolls out. For one thread. */
final class Deployments {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final Duration STEP = Duration.ofSeconds(2);
    private final DemoCluster cluster;
    private final Pods pods;
    private final Agenda agenda;

    Deployments(DemoCluster cluster, Pods pods, Agenda agenda) {
        this.cluster = cluster;
        this.pods = pods;
        this.agenda = agenda;
    }

    /** Gives a Deployment its first ReplicaSet and its pods, running since {@code age}. */
    void settle(ObjectNode deployment, Duration age, int lines) {
        ObjectNode set = addReplicaSet(deployment, 1);
        int replicas = replicas(deployment);
        for (int i = 0; i < replicas; i++) {
            pods.addRunning(set, podName(set), age, lines);
        }
        scale(set, replicas);
        refresh(deployment);
    }

    /** Starts to replace the pods one by one, with a new image; does nothing while a rollout is going on. */
    void rollOut(String namespace, String name) {
        ObjectNode deployment = cluster.get("Deployment", namespace, name).orElseThrow();
        List<ObjectNode> sets = replicaSets(deployment);
        List<ObjectNode> full = sets.stream().filter(set -> replicas(set) > 0).toList();
        if (full.size() != 1) {
            return;
        }
        int revision = sets.stream().mapToInt(Deployments::revision).max().orElse(0) + 1;
        cluster.edit("Deployment", namespace, name, tree -> renew(tree, revision));
        ObjectNode renewed = cluster.get("Deployment", namespace, name).orElseThrow();
        ObjectNode set = addReplicaSet(renewed, revision);
        pods.event(renewed, "Normal", "ScalingReplicaSet", "Scaled up replica set " + name(set));
        sets.stream()
                .filter(old -> revision(old) < revision - 2)
                .forEach(old -> cluster.delete("ReplicaSet", namespace, name(old)));
        Deque<String> old = new ArrayDeque<>();
        pods.of(full.getFirst()).forEach(pod -> old.add(name(pod)));
        replace(renewed, set, full.getFirst(), old);
    }

    /** Writes the counters of the status from the pods that are there. */
    void refresh(ObjectNode deployment) {
        int total = 0;
        int ready = 0;
        int updated = 0;
        int newest = revision(deployment);
        for (ObjectNode set : replicaSets(deployment)) {
            List<ObjectNode> own = pods.of(set);
            int ownReady = (int) own.stream().filter(Pods::isReady).count();
            total += own.size();
            ready += ownReady;
            updated += revision(set) == newest ? own.size() : 0;
            status(set, own.size(), ownReady);
        }
        int all = total;
        int up = ready;
        int fresh = updated;
        cluster.edit("Deployment", Pods.namespace(deployment), name(deployment), tree -> {
            ObjectNode progress = progress(tree, fresh == all, up >= replicas(tree));
            ObjectNode status = tree.putObject("status");
            counters(tree, status, all, up).put("updatedReplicas", fresh);
            ArrayNode conditions = status.putArray("conditions").add(progress);
            conditions.addObject().put("type", "Available").put("status", up >= replicas(tree) ? "True" : "False");
        });
    }

    /** The condition of that name; a rollout that is complete stays so when pods fail later. */
    private ObjectNode progress(ObjectNode deployment, boolean renewed, boolean up) {
        JsonNode before = deployment.at("/status/conditions/0");
        boolean complete = before.path("reason").asText().equals("NewReplicaSetAvailable");
        boolean done = renewed && (complete || up);
        boolean same = before.has("reason") && complete == done;
        return Json.object()
                .put("type", "Progressing")
                .put("status", "True")
                .put("reason", done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated")
                .put("message", "The newest ReplicaSet is " + (done ? "complete." : "progressing."))
                .put("lastUpdateTime", same ? before.path("lastUpdateTime").asText() : pods.now());
    }

    static int replicas(JsonNode workload) {
        return workload.at("/spec/replicas").asInt();
    }

    static ObjectNode counters(ObjectNode workload, ObjectNode status, int replicas, int ready) {
        return status.put(
                        "observedGeneration",
                        workload.at("/metadata/generation").asInt(1))
                .put("replicas", replicas)
                .put("readyReplicas", ready)
                .put("availableReplicas", ready);
    }

    private void replace(ObjectNode deployment, ObjectNode set, ObjectNode before, Deque<String> old) {
        String leaving = old.poll();
        if (leaving == null) {
            scale(before, 0);
            refresh(deployment);
            return;
        }
        String namespace = Pods.namespace(deployment);
        String joining = podName(set);
        scale(set, pods.of(set).size() + 1);
        pods.addWaiting(set, joining);
        refresh(deployment);
        agenda.in(STEP, () -> pods.run(namespace, joining));
        agenda.in(STEP.multipliedBy(2), () -> {
            pods.ready(namespace, joining);
            pods.stop(namespace, leaving);
            scale(before, old.size());
            refresh(deployment);
        });
        agenda.in(STEP.multipliedBy(3), () -> {
            pods.remove(namespace, leaving);
            replace(deployment, set, before, old);
        });
    }

    private static void renew(ObjectNode deployment, int revision) {
        deployment
                .withObjectProperty("metadata")
                .put("generation", revision)
                .withObjectProperty("annotations")
                .put(REVISION, Integer.toString(revision));
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        String image = container.path("image").asText();
        container.put("image", image.replaceFirst("(-r\\d+)?$", "-r" + revision));
    }

    private ObjectNode addReplicaSet(ObjectNode deployment, int revision) {
        if (revision == 1) {
            cluster.edit("Deployment", Pods.namespace(deployment), name(deployment), tree -> tree.withObjectProperty(
                            "metadata")
                    .put("generation", 1)
                    .withObjectProperty("annotations")
                    .put(REVISION, "1"));
        }
        String hash = pods.suffix(10);
        ObjectNode set = Json.object().put("kind", "ReplicaSet").put("apiVersion", "apps/v1");
        ObjectNode metadata = set.putObject("metadata")
                .put("namespace", Pods.namespace(deployment))
                .put("name", name(deployment) + "-" + hash);
        ObjectNode template = deployment.at("/spec/template").deepCopy();
        template.withObjectProperty("metadata").withObjectProperty("labels").put(HASH, hash);
        metadata.set("labels", template.at("/metadata/labels").deepCopy());
        metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", deployment.at("/spec/selector").deepCopy());
        spec.withObjectProperty("selector").withObjectProperty("matchLabels").put(HASH, hash);
        spec.set("template", template);
        Pods.own(set, deployment);
        cluster.put(set);
        return cluster.get("ReplicaSet", Pods.namespace(deployment), name(set)).orElseThrow();
    }

    private List<ObjectNode> replicaSets(ObjectNode deployment) {
        String uid = deployment.at("/metadata/uid").asText();
        return cluster.list("ReplicaSet", Pods.namespace(deployment)).stream()
                .filter(set ->
                        set.at("/metadata/ownerReferences/0/uid").asText().equals(uid))
                .toList();
    }

    private void scale(ObjectNode set, int replicas) {
        cluster.edit("ReplicaSet", Pods.namespace(set), name(set), tree -> tree.withObjectProperty("spec")
                .put("replicas", replicas));
    }

    private void status(ObjectNode set, int replicas, int ready) {
        cluster.edit(
                "ReplicaSet",
                Pods.namespace(set),
                name(set),
                tree -> counters(tree, tree.putObject("status"), replicas, ready));
    }

    private String podName(ObjectNode set) {
        return name(set) + "-" + pods.suffix(5);
    }

    private static int revision(JsonNode object) {
        return object.path("metadata").path("annotations").path(REVISION).asInt();
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }
}
