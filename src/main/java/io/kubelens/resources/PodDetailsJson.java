package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.List;

/**
 * A pod as an inspector reads it: what {@link PodJson} says, under the same names, and more, above all of each
 * container.
 *
 * @param pod its members stand beside those that follow
 * @param created RFC 3339
 * @param node empty before the pod is scheduled
 * @param qosClass {@code Guaranteed}, {@code Burstable} or {@code BestEffort}
 */
public record PodDetailsJson(
        @JsonUnwrapped @JsonIgnoreProperties("containers") PodJson pod,
        List<ContainerDetailsJson> containers,
        String created,
        String node,
        String podIp,
        String hostIp,
        String serviceAccount,
        String qosClass,
        List<Condition> conditions) {

    /** A condition of the pod, such as {@code Ready}; what Kubernetes does not say is empty. */
    record Condition(String name, String status, String reason, String message) {
        static Condition of(PodCondition condition) {
            return new Condition(
                    Kept.text(condition.getType()),
                    Kept.text(condition.getStatus()),
                    Kept.text(condition.getReason()),
                    Kept.text(condition.getMessage()));
        }
    }

    static PodDetailsJson of(KubePod pod, Inspection inspection, Instant now, LatestUsage usage) {
        Pod object = pod.object();
        PodStatus status = Kept.status(object);
        ContainerStatuses statuses = ContainerStatuses.of(object);
        Environment env = new Environment(inspection, Downward.of(object));
        return new PodDetailsJson(
                PodJson.full(pod, inspection, now, usage),
                inspection.containers().stream()
                        .map(c -> ContainerDetailsJson.of(c, statuses.of(c), env))
                        .toList(),
                Kept.text(object.getMetadata().getCreationTimestamp()),
                Kept.text(object.getSpec().getNodeName()),
                Kept.text(status.getPodIP()),
                Kept.text(status.getHostIP()),
                Kept.text(object.getSpec().getServiceAccountName()),
                Kept.text(status.getQosClass()),
                Kept.list(status.getConditions()).stream().map(Condition::of).toList());
    }

    /** Without values. */
    @Override
    public String toString() {
        return "PodDetailsJson[" + pod + "]";
    }
}
