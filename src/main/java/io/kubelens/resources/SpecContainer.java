package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container as a pod or template asks for it, whatever its kind: Kubernetes has a type of its own for ephemeral ones.
 *
 * @param image empty where the spec has none
 * @param kind {@code init}, {@code sidecar} or {@code ephemeral}; empty for an ordinary one
 */
record SpecContainer(
        String name,
        String image,
        String kind,
        List<EnvFromSource> envFrom,
        List<EnvVar> env,
        List<ContainerPort> ports,
        ResourceRequirements resources,
        List<VolumeMount> mounts) {

    /** The ordinary ones first, each kind in the order of the spec: the first is what a client opens by default. */
    static List<SpecContainer> of(PodSpec spec) {
        List<SpecContainer> all = new ArrayList<>();
        for (Container c : Kept.list(spec.getContainers())) {
            all.add(of(c, ""));
        }
        for (Container c : Kept.list(spec.getInitContainers())) {
            all.add(of(c, PodStatusWord.isSidecar(c) ? "sidecar" : "init"));
        }
        for (EphemeralContainer c : Kept.list(spec.getEphemeralContainers())) {
            all.add(of(c));
        }
        return List.copyOf(all);
    }

    private static SpecContainer of(Container c, String kind) {
        return new SpecContainer(
                c.getName(),
                Kept.text(c.getImage()),
                kind,
                Kept.list(c.getEnvFrom()),
                Kept.list(c.getEnv()),
                Kept.list(c.getPorts()),
                resources(c.getResources()),
                Kept.list(c.getVolumeMounts()));
    }

    private static SpecContainer of(EphemeralContainer c) {
        return new SpecContainer(
                c.getName(),
                Kept.text(c.getImage()),
                "ephemeral",
                Kept.list(c.getEnvFrom()),
                Kept.list(c.getEnv()),
                Kept.list(c.getPorts()),
                resources(c.getResources()),
                Kept.list(c.getVolumeMounts()));
    }

    private static ResourceRequirements resources(@Nullable ResourceRequirements resources) {
        return resources == null ? new ResourceRequirements() : resources;
    }

    boolean isOrdinary() {
        return kind.isEmpty();
    }
}
