package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes from a pod's status what is not served: ids of containers, and what repeats the spec. */
final class SlimPodStatus implements Consumer<@Nullable PodStatus> {
    private final Once once;

    SlimPodStatus(Once once) {
        this.once = once;
    }

    @Override
    public void accept(@Nullable PodStatus status) {
        if (status == null) {
            return;
        }
        status.setPhase(once.of(status.getPhase()));
        status.setReason(once.of(status.getReason()));
        status.setQosClass(once.of(status.getQosClass()));
        status.setHostIP(once.of(status.getHostIP()));
        status.setHostIPs(once.of(Lists.of(status.getHostIPs())));
        status.setPodIPs(Lists.of(status.getPodIPs()));
        status.setConditions(Lists.of(status.getConditions(), this::condition));
        status.setContainerStatuses(Lists.of(status.getContainerStatuses(), this::container));
        status.setInitContainerStatuses(Lists.of(status.getInitContainerStatuses(), this::container));
        status.setEphemeralContainerStatuses(Lists.of(status.getEphemeralContainerStatuses(), this::container));
        status.setNominatedNodeName(null);
        status.setResourceClaimStatuses(List.of());
        status.setAdditionalProperties(Map.of());
    }

    private @Nullable PodCondition condition(@Nullable PodCondition condition) {
        if (condition == null) {
            return null;
        }
        condition.setType(once.of(condition.getType()));
        condition.setStatus(once.of(condition.getStatus()));
        condition.setReason(once.of(condition.getReason()));
        condition.setLastTransitionTime(once.of(condition.getLastTransitionTime()));
        condition.setLastProbeTime(null);
        condition.setAdditionalProperties(Map.of());
        return once.of(condition);
    }

    private @Nullable ContainerStatus container(@Nullable ContainerStatus status) {
        if (status == null) {
            return null;
        }
        status.setName(once.of(status.getName()));
        status.setState(once.of(status.getState()));
        status.setLastState(once.of(status.getLastState()));
        status.setImageID(once.of(status.getImageID()));
        status.setContainerID(null);
        status.setImage(null);
        status.setAllocatedResources(Map.of());
        status.setAllocatedResourcesStatus(List.of());
        status.setResources(null);
        status.setUser(null);
        status.setVolumeMounts(List.of());
        status.setAdditionalProperties(Map.of());
        return once.of(status);
    }
}
