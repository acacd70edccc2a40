package io.kubelens.real;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Plays scheduler, controllers and the kubelet's status reports: pods and apps as a live cluster would show them. */
public final class RealPods {
    private static final String HASH = "5d4f8c7b9";

    private final KubernetesClient admin;
    private final Kubelet kubelet;

    public RealPods(KubeApi api, Kubelet kubelet) {
        this.admin = api.admin();
        this.kubelet = kubelet;
    }

    /** Creates a namespace that is not there yet. */
    public void namespace(String name) {
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Creates a pod that runs on the kubelet's node, with an empty log for each container. */
    public Pod running(String namespace, String name, Map<String, String> labels, String... containers) {
        return running(namespace, name, template(labels, containers), List.of());
    }

    private Pod running(String namespace, String name, PodTemplateSpec template, List<OwnerReference> owners) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(template.getMetadata().getLabels())
                .withOwnerReferences(owners)
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withNodeName(kubelet.nodeName())
                .endSpec()
                .build();
        Pod created = admin.pods().resource(pod).create();
        created.getSpec().getContainers().forEach(container -> kubelet.log(namespace, name, container.getName()));
        return report(created, "Running", container -> status(container, Restarts.running(Instant.now())));
    }

    /** Reports that all containers have ended for good with this exit code, and ends their logs. */
    public Pod terminated(Pod pod, int exitCode) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Pod reported =
                report(pod, exitCode == 0 ? "Succeeded" : "Failed", container -> status(container, ended(exitCode)));
        pod.getSpec().getContainers().forEach(container -> kubelet.log(namespace, name, container.getName())
                .end());
        return reported;
    }

    /** Reports that all containers run since then, the first time. */
    public Pod runningSince(Pod pod, Instant at) {
        return report(pod, "Running", container -> status(container, Restarts.running(at)));
    }

    /**
     * All containers exit with code 1 and run again at once: their logs know it first, the API server a moment later,
     * as from a real kubelet. Times are reported in whole seconds.
     */
    public Pod restart(Pod pod, Instant at) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        pod.getSpec().getContainers().forEach(container -> kubelet.log(namespace, name, container.getName())
                .restart());
        return edit(pod, latest -> Restarts.restarted(latest, at));
    }

    /** Sets a label of a pod that is there. */
    public void label(String namespace, String name, String key, String value) {
        admin.pods().inNamespace(namespace).withName(name).edit(pod -> new PodBuilder(pod)
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .build());
    }

    /** Asks for a pod's deletion; it stays until {@link #delete}. */
    public void deleteSoon(Pod pod) {
        admin.resource(pod).withGracePeriod(60).delete();
    }

    /** Deletes a pod at once, with its logs. */
    public void delete(Pod pod) {
        admin.resource(pod).withGracePeriod(0).delete();
        kubelet.forget(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    /** Creates a Deployment, its ReplicaSet and running pods {@code <name>-<hash>-0...}, chained by owner references. */
    public List<Pod> deployment(
            String namespace, String name, Map<String, String> labels, int replicas, String... containers) {
        Deployment deployment = admin.resource(deployment(namespace, name, replicas, template(labels, containers)))
                .create();
        Map<String, String> hashed = new HashMap<>(labels);
        hashed.put("pod-template-hash", HASH);
        PodTemplateSpec template = template(hashed, containers);
        ReplicaSet set =
                admin.resource(replicaSet(deployment, replicas, template)).create();
        return IntStream.range(0, replicas)
                .mapToObj(
                        i -> running(namespace, set.getMetadata().getName() + "-" + i, template, List.of(ownedBy(set))))
                .toList();
    }

    private static Deployment deployment(String namespace, String name, int replicas, PodTemplateSpec template) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(template.getMetadata().getLabels())
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private static ReplicaSet replicaSet(Deployment deployment, int replicas, PodTemplateSpec template) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName() + "-" + HASH)
                .withLabels(template.getMetadata().getLabels())
                .withOwnerReferences(ownedBy(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(template.getMetadata().getLabels())
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(Map<String, String> labels, String... containers) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withContainers(Arrays.stream(containers)
                        .map(container -> new ContainerBuilder()
                                .withName(container)
                                .withImage("registry.example/" + container + ":1")
                                .build())
                        .toList())
                .endSpec()
                .build();
    }

    private Pod report(Pod pod, String phase, Function<Container, ContainerStatus> status) {
        return edit(pod, latest -> new PodBuilder(latest)
                .editOrNewStatus()
                .withPhase(phase)
                .withStartTime(Instant.now().toString())
                .withPodIP("127.0.0.1")
                .withContainerStatuses(
                        latest.getSpec().getContainers().stream().map(status).toList())
                .endStatus()
                .build());
    }

    private Pod edit(Pod pod, UnaryOperator<Pod> change) {
        return Objects.requireNonNull(admin.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(change));
    }

    private static ContainerStatus status(Container container, ContainerState state) {
        boolean up = state.getRunning() != null;
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("sha256:0")
                .withContainerID("containerd://" + container.getName())
                .withRestartCount(0)
                .withReady(up)
                .withStarted(up)
                .withState(state)
                .build();
    }

    private static ContainerState ended(int exitCode) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 0 ? "Completed" : "Error")
                .withFinishedAt(Instant.now().toString())
                .endTerminated()
                .build();
    }

    private static OwnerReference ownedBy(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
