package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A volume and where a container sees it. */
record VolumeJson(String name, String mountPath, boolean readOnly) {

    /** In the order of the containers; a mount that several containers share is told once. */
    static List<VolumeJson> of(List<SpecContainer> containers) {
        Map<List<String>, VolumeJson> mounts = new LinkedHashMap<>();
        for (SpecContainer container : containers) {
            for (VolumeMount mount : container.mounts()) {
                mounts.putIfAbsent(
                        List.of(mount.getName(), mount.getMountPath()),
                        new VolumeJson(
                                mount.getName(), mount.getMountPath(), Boolean.TRUE.equals(mount.getReadOnly())));
            }
        }
        return List.copyOf(mounts.values());
    }
}
