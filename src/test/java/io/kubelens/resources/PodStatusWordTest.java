package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStatusWordTest {
    private static final String RUNNING = "ready: true, state: {running: {}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pending            | phase: Pending",
                "SchedulingGated    | phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]",
                "ContainerCreating  | phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ContainerCreating}}}]",
                "ImagePullBackOff   | phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ImagePullBackOff}}}]",
                "Running            | phase: Running, containerStatuses: [{name: a, " + RUNNING + "}]",
                "CrashLoopBackOff   | phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}}, {name: b, "
                        + RUNNING + "}]",
                "Error              | phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 1, reason: Error}}}]",
                "OOMKilled          | phase: Running, containerStatuses: [{name: a, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]",
                "ExitCode:3         | phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]",
                "Signal:9           | phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 137, signal: 9}}}]",
                "Completed          | phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}]",
                "Running            | phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: b, "
                        + RUNNING + "}]",
                "NotReady           | phase: Running, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: b, "
                        + RUNNING + "}]",
                "Evicted            | phase: Failed, reason: Evicted",
                "Init:0/2           | phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}, {name: j, state: {waiting: {reason: PodInitializing}}}], containerStatuses: [{name: a, state: {waiting: {reason: PodInitializing}}}]",
                "Init:1/2           | phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0, reason: Completed}}}, {name: j, state: {waiting: {reason: PodInitializing}}}]",
                "Init:Error         | phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 1, reason: Error}}}]",
                "Init:ExitCode:2    | phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 2}}}]",
                "Init:CrashLoopBackOff | phase: Pending, initContainerStatuses: [{name: i, state: {waiting: {reason: CrashLoopBackOff}}}]",
                "PodInitializing    | phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0}}}, {name: sidecar, started: true, "
                        + RUNNING
                        + "}], containerStatuses: [{name: a, state: {waiting: {reason: PodInitializing}}}]",
                "Init:1/2           | phase: Pending, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0}}}, {name: sidecar, started: false, state: {running: {}}}]",
                "Init:0/2           | phase: Running, conditions: [{type: Initialized, status: 'True'}], initContainerStatuses: [{name: i, state: {running: {}}}], containerStatuses: [{name: a, "
                        + RUNNING + "}]"
            })
    void saysWhatKubectlSays(String word, String status) {
        assertThat(PodStatusWord.of(pod("", status))).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "Terminating, Running, ''",
        "Terminating, Pending, ''",
        "Failed, Failed, ''",
        "Unknown, Running, NodeLost"
    })
    void tellsAPodThatIsBeingDeleted(String word, String phase, String reason) {
        String status = "phase: " + phase + (reason.isEmpty() ? "" : ", reason: " + reason);
        assertThat(PodStatusWord.of(pod(", deletionTimestamp: '2026-01-01T00:00:00Z'", status)))
                .isEqualTo(word);
    }

    private static Pod pod(String metadata, String status) {
        return Serialization.unmarshal(
                """
                metadata: {name: p%s}
                spec:
                  initContainers: [{name: i}, {name: sidecar, restartPolicy: Always}]
                  containers: [{name: a}, {name: b}]
                status: {%s}
                """
                        .formatted(metadata, status),
                Pod.class);
    }
}
