package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of the Secrets and ConfigMaps that a pod's volumes and containers use. */
final class References {
    private final SortedSet<String> secrets = new TreeSet<>();
    private final SortedSet<String> configMaps = new TreeSet<>();

    References(PodSpec spec) {
        Kept.list(spec.getVolumes()).forEach(this::volume);
        Stream.concat(Kept.list(spec.getContainers()).stream(), Kept.list(spec.getInitContainers()).stream())
                .forEach(this::container);
    }

    /** By name, each once. */
    List<String> secrets() {
        return List.copyOf(secrets);
    }

    /** By name, each once. */
    List<String> configMaps() {
        return List.copyOf(configMaps);
    }

    private void volume(Volume volume) {
        if (volume.getSecret() != null) {
            add(secrets, volume.getSecret().getSecretName());
        }
        if (volume.getConfigMap() != null) {
            add(configMaps, volume.getConfigMap().getName());
        }
        if (volume.getProjected() != null) {
            Kept.list(volume.getProjected().getSources()).forEach(this::projection);
        }
    }

    private void projection(VolumeProjection source) {
        if (source.getSecret() != null) {
            add(secrets, source.getSecret().getName());
        }
        if (source.getConfigMap() != null) {
            add(configMaps, source.getConfigMap().getName());
        }
    }

    private void container(Container container) {
        Kept.list(container.getEnvFrom()).forEach(this::all);
        Kept.list(container.getEnv()).forEach(variable -> {
            if (variable.getValueFrom() != null) {
                one(variable.getValueFrom());
            }
        });
    }

    private void all(EnvFromSource source) {
        if (source.getSecretRef() != null) {
            add(secrets, source.getSecretRef().getName());
        }
        if (source.getConfigMapRef() != null) {
            add(configMaps, source.getConfigMapRef().getName());
        }
    }

    private void one(EnvVarSource source) {
        if (source.getSecretKeyRef() != null) {
            add(secrets, source.getSecretKeyRef().getName());
        }
        if (source.getConfigMapKeyRef() != null) {
            add(configMaps, source.getConfigMapKeyRef().getName());
        }
    }

    private static void add(SortedSet<String> names, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }
}
