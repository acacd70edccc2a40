package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the Secrets and ConfigMaps that a pod's containers, and perhaps its volumes, use. */
final class References {
    private final SortedSet<String> secrets = new TreeSet<>();
    private final SortedSet<String> configMaps = new TreeSet<>();

    private References() {}

    /** All of them. */
    static References of(PodSpec spec, List<SpecContainer> containers) {
        References references = ofVariables(containers);
        Kept.list(spec.getVolumes()).forEach(references::volume);
        return references;
    }

    /** Those that variables come from. */
    static References ofVariables(List<SpecContainer> containers) {
        References references = new References();
        for (SpecContainer container : containers) {
            container.envFrom().forEach(references::all);
            container.env().stream()
                    .map(EnvVar::getValueFrom)
                    .filter(from -> from != null)
                    .forEach(references::one);
        }
        return references;
    }

    /** By name, each once. */
    List<String> names(Source source) {
        return List.copyOf(of(source));
    }

    private SortedSet<String> of(Source source) {
        return source == Source.SECRET ? secrets : configMaps;
    }

    private void volume(Volume volume) {
        if (volume.getSecret() != null) {
            add(Source.SECRET, volume.getSecret().getSecretName());
        }
        if (volume.getConfigMap() != null) {
            add(Source.CONFIG_MAP, volume.getConfigMap().getName());
        }
        if (volume.getProjected() != null) {
            Kept.list(volume.getProjected().getSources()).forEach(this::projection);
        }
    }

    private void projection(VolumeProjection source) {
        if (source.getSecret() != null) {
            add(Source.SECRET, source.getSecret().getName());
        }
        if (source.getConfigMap() != null) {
            add(Source.CONFIG_MAP, source.getConfigMap().getName());
        }
    }

    private void all(EnvFromSource source) {
        if (source.getSecretRef() != null) {
            add(Source.SECRET, source.getSecretRef().getName());
        }
        if (source.getConfigMapRef() != null) {
            add(Source.CONFIG_MAP, source.getConfigMapRef().getName());
        }
    }

    private void one(EnvVarSource source) {
        if (source.getSecretKeyRef() != null) {
            add(Source.SECRET, source.getSecretKeyRef().getName());
        }
        if (source.getConfigMapKeyRef() != null) {
            add(Source.CONFIG_MAP, source.getConfigMapKeyRef().getName());
        }
    }

    private void add(Source source, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            of(source).add(name);
        }
    }
}
