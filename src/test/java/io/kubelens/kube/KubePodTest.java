package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubePodTest {
    private static final Map<String, String> HASH = Map.of("pod-template-hash", "7d4b9c");

    @Test
    void belongsToTheDeploymentNotItsReplicaSet() {
        assertThat(pod(HASH, owner("ReplicaSet", "my-web-7d4b9c", true)).ownerApp())
                .contains("my-web");
    }

    @Test
    void belongsToAReplicaSetThatStandsAlone() {
        assertThat(pod(Map.of(), owner("ReplicaSet", "web-7d4b9c", true)).ownerApp())
                .contains("web-7d4b9c");
        assertThat(pod(HASH, owner("ReplicaSet", "other", true)).ownerApp()).contains("other");
    }

    @Test
    void belongsToItsController() {
        assertThat(pod(Map.of(), owner("Job", "first", false), owner("StatefulSet", "db", true))
                        .ownerApp())
                .contains("db");
        assertThat(pod(Map.of(), owner("DaemonSet", "agent", false)).ownerApp()).contains("agent");
    }

    @Test
    void belongsToNobodyWhenItsOwnerIsNoWorkload() {
        assertThat(pod(Map.of(), owner("Node", "n1", true)).ownerApp()).isEmpty();
        assertThat(pod(Map.of()).ownerApp()).isEmpty();
    }

    private static OwnerReference owner(String kind, String name, boolean controller) {
        return new OwnerReferenceBuilder()
                .withKind(kind)
                .withName(name)
                .withController(controller)
                .build();
    }

    private static KubePod pod(Map<String, String> labels, OwnerReference... owners) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withLabels(labels)
                .withOwnerReferences(owners)
                .endMetadata()
                .build());
    }
}
