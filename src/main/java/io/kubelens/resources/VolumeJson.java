package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A volume and where a container sees it. */
record VolumeJson(String name, String mountPath, boolean readOnly) {

    /** In the order of the spec; a mount that several containers share is told once. */
    static List<VolumeJson> of(PodSpec spec) {
        Map<List<String>, VolumeJson> mounts = new LinkedHashMap<>();
        for (var container : Kept.list(spec.getContainers())) {
            for (VolumeMount mount : Kept.list(container.getVolumeMounts())) {
                mounts.putIfAbsent(
                        List.of(mount.getName(), mount.getMountPath()),
                        new VolumeJson(
                                mount.getName(), mount.getMountPath(), Boolean.TRUE.equals(mount.getReadOnly())));
            }
        }
        return List.copyOf(mounts.values());
    }
}
