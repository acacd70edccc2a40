package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.KubePod;
import io.kubelens.logs.ContainerState.Phase;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
    private static final ContainerLog LOG = new ContainerLog(Pods.running("web"), "main", OptionalInt.empty(), true);

    private static Phase phase(KubePod pod) {
        return ContainerState.of(Optional.of(pod), LOG).phase();
    }

    @Test
    void isFinishedOnlyWhenItNeverStartsAgain() {
        assertThat(phase(Pods.terminated("web", "Never", 0, 1))).isEqualTo(Phase.FINISHED);
        assertThat(phase(Pods.terminated("web", "OnFailure", 0, 0))).isEqualTo(Phase.FINISHED);
        assertThat(phase(Pods.terminated("web", "OnFailure", 0, 1))).isEqualTo(Phase.STOPPED);
        assertThat(phase(Pods.terminated("web", "Always", 0, 0))).isEqualTo(Phase.STOPPED);
        assertThat(phase(ended(Pods.terminated("web", "Always", 0, 0)))).isEqualTo(Phase.FINISHED);
    }

    private static KubePod ended(KubePod pod) {
        return new KubePod(
                pod.object().edit().editStatus().withPhase("Failed").endStatus().build());
    }

    @Test
    void isFinishedWhenItStopsInAPodThatIsBeingDeleted() {
        KubePod pod = new KubePod(Pods.terminated("web", "Always", 0, 0)
                .object()
                .edit()
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build());
        assertThat(phase(pod)).isEqualTo(Phase.FINISHED);
    }

    @Test
    void tellsRunningCrashLoopingAndWaitingApart() {
        assertThat(phase(Pods.running("web"))).isEqualTo(Phase.RUNNING);
        assertThat(phase(Pods.crashLooping("web", 3))).isEqualTo(Phase.STOPPED);
        assertThat(phase(new KubePod(Pods.builder("web", "main").build()))).isEqualTo(Phase.WAITING);
    }

    @Test
    void isGoneWithItsPod() {
        assertThat(ContainerState.of(Optional.empty(), LOG).phase()).isEqualTo(Phase.GONE);
        KubePod successor = new KubePod(Pods.running("web")
                .object()
                .edit()
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build());
        assertThat(phase(successor)).isEqualTo(Phase.GONE);
    }
}
