package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class SlimTest {
    private final Slim slim = new Slim();

    @Test
    void keepsEqualPartsOfPodsOnce() {
        Pod one = slimmed("web-1");
        Pod two = slimmed("web-2");
        assertThat(one.getMetadata().getLabels()).isSameAs(two.getMetadata().getLabels());
        assertThat(one.getSpec().getContainers().getFirst())
                .isSameAs(two.getSpec().getContainers().getFirst());
        assertThat(one.getSpec().getNodeName()).isSameAs(two.getSpec().getNodeName());
    }

    @Test
    void keepsWhatIsServed() {
        Pod pod = slimmed("web-1");
        var container = pod.getSpec().getContainers().getFirst();
        assertThat(container.getEnv().getFirst().getValue()).isEqualTo("v");
        assertThat(container.getImage()).isEqualTo("web:1");
        assertThat(container.getResources().getLimits()).containsKey("cpu");
        assertThat(container.getVolumeMounts()).hasSize(1);
        assertThat(pod.getMetadata().getAnnotations())
                .containsEntry("note", "kept")
                .containsEntry("kubectl.kubernetes.io/last-applied-configuration", "********");
        assertThat(pod.getMetadata().getOwnerReferences()).hasSize(1);
        assertThat(pod.getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getLastState()
                        .getTerminated())
                .isNotNull();
        assertThat(pod.getStatus().getPodIP()).isEqualTo("10.0.0.1");
    }

    @Test
    void dropsWhatIsNot() {
        assertThat(Serialization.asJson(slimmed("web-1")))
                .doesNotContain("hunter2", "managedFields\":[{", "livenessProbe", "tolerations\":[{", "containerd://");
    }

    @Test
    void takesAPodOfWhichNothingIsKnownYet() {
        Pod pod = Serialization.unmarshal("kind: Pod\nmetadata: {name: bare}", Pod.class);
        slim.pod(pod);
        assertThat(pod.getMetadata().getLabels()).isEmpty();
        assertThat(pod.getSpec()).isNull();
    }

    @Test
    void takesALabelWithoutAValue() {
        Pod pod = Serialization.unmarshal("kind: Pod\nmetadata: {name: bare, labels: {x: null}}", Pod.class);
        slim.pod(pod);
        assertThat(pod.getMetadata().getLabels()).containsEntry("x", "");
    }

    private Pod slimmed(String name) {
        Pod pod = Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  labels: {app: web}
                  annotations: {note: kept, kubectl.kubernetes.io/last-applied-configuration: "hunter2"}
                  managedFields: [{manager: kubectl}]
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-abc, uid: u}]
                spec:
                  nodeName: node-1
                  tolerations: [{key: x}]
                  containers:
                    - name: web
                      image: web:1
                      args: [--password=hunter2]
                      env: [{name: K, value: v}]
                      resources: {limits: {cpu: 100m}}
                      livenessProbe: {httpGet: {path: /, port: 80}}
                      volumeMounts: [{name: token, mountPath: /token}]
                status:
                  phase: Running
                  podIP: 10.0.0.1
                  containerStatuses:
                    - {name: web, containerID: "containerd://1", lastState: {terminated: {exitCode: 1}}}
                """
                        .formatted(name),
                Pod.class);
        slim.pod(pod);
        return pod;
    }
}
