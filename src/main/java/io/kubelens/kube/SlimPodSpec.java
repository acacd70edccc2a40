package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a pod's spec what is not served: commands, probes and whatever tells the scheduler and the kubelet how.
 * What is left, two pods of an app share but for the node and the volume of their token.
 */
final class SlimPodSpec implements Consumer<@Nullable PodSpec> {
    private final Once once;

    SlimPodSpec(Once once) {
        this.once = once;
    }

    @Override
    public void accept(@Nullable PodSpec spec) {
        if (spec == null) {
            return;
        }
        spec.setContainers(Lists.of(spec.getContainers(), this::container));
        spec.setInitContainers(Lists.of(spec.getInitContainers(), this::container));
        spec.setEphemeralContainers(Lists.of(spec.getEphemeralContainers()));
        spec.setVolumes(Lists.of(spec.getVolumes(), this::volume));
        spec.setNodeName(once.of(spec.getNodeName()));
        spec.setRestartPolicy(once.of(spec.getRestartPolicy()));
        spec.setServiceAccount(null);
        spec.setServiceAccountName(once.of(spec.getServiceAccountName()));
        spec.setReadinessGates(once.of(Lists.of(spec.getReadinessGates())));
        spec.setAdditionalProperties(Map.of());
        dropPlacement(spec);
        dropSurroundings(spec);
    }

    private static void dropPlacement(PodSpec spec) {
        spec.setAffinity(null);
        spec.setNodeSelector(Map.of());
        spec.setOverhead(Map.of());
        spec.setPreemptionPolicy(null);
        spec.setPriority(null);
        spec.setPriorityClassName(null);
        spec.setResourceClaims(List.of());
        spec.setRuntimeClassName(null);
        spec.setSchedulerName(null);
        spec.setSchedulingGates(List.of());
        spec.setTolerations(List.of());
        spec.setTopologySpreadConstraints(List.of());
    }

    private static void dropSurroundings(PodSpec spec) {
        spec.setDnsConfig(null);
        spec.setDnsPolicy(null);
        spec.setHostAliases(List.of());
        spec.setHostname(null);
        spec.setImagePullSecrets(List.of());
        spec.setSecurityContext(null);
        spec.setSubdomain(null);
        spec.setActiveDeadlineSeconds(null);
        spec.setTerminationGracePeriodSeconds(null);
    }

    private @Nullable Container container(@Nullable Container container) {
        if (container == null) {
            return null;
        }
        container.setName(once.of(container.getName()));
        container.setImage(once.of(container.getImage()));
        container.setEnv(once.of(Lists.of(container.getEnv())));
        container.setEnvFrom(once.of(Lists.of(container.getEnvFrom())));
        container.setPorts(once.of(Lists.of(container.getPorts())));
        container.setResources(once.of(container.getResources()));
        container.setVolumeMounts(once.of(Lists.of(container.getVolumeMounts(), once::of)));
        container.setRestartPolicy(once.of(container.getRestartPolicy()));
        container.setAdditionalProperties(Map.of());
        dropProcess(container);
        return once.of(container);
    }

    /** Commands and arguments too: they often hold passwords, and nobody is shown them. */
    private static void dropProcess(Container container) {
        container.setArgs(List.of());
        container.setCommand(List.of());
        container.setWorkingDir(null);
        container.setImagePullPolicy(null);
        container.setLifecycle(null);
        container.setLivenessProbe(null);
        container.setReadinessProbe(null);
        container.setStartupProbe(null);
        container.setResizePolicy(List.of());
        container.setSecurityContext(null);
        container.setTerminationMessagePath(null);
        container.setTerminationMessagePolicy(null);
        container.setVolumeDevices(List.of());
    }

    /** The volume of a pod's token has a name of its own, what it is projected from has not. */
    private @Nullable Volume volume(@Nullable Volume volume) {
        if (volume == null) {
            return null;
        }
        volume.setProjected(once.of(volume.getProjected()));
        volume.setAdditionalProperties(Map.of());
        return once.of(volume);
    }
}
