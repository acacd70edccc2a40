package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.Annotations;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pod as the frontend reads it. It must never have a key {@code type}: that is how pods are told from apps.
 *
 * @param status the word that kubectl prints, {@code phase} beside it
 * @param restarts of all containers, init ones included
 * @param age {@code <1m}, {@code 5m}, {@code 3h}, {@code 12d}
 * @param ownerApp the workload it belongs to; left out when there is none
 * @param light whether env, containers, volumes, references and resources were not asked for; left out when false
 */
public record PodJson(
        String name,
        String namespace,
        String status,
        String phase,
        int restarts,
        String age,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> env,
        List<String> envSecrets,
        List<ContainerJson> containers,
        List<VolumeJson> volumes,
        List<String> secrets,
        List<String> configMaps,
        ResourcesJson resources,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String ownerApp,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean light) {

    /** With what has been read for it. */
    static PodJson full(KubePod pod, Inspection inspection, Instant now, LatestUsage usage) {
        var spec = pod.object().getSpec();
        var containers = inspection.containers();
        var statuses = ContainerStatuses.of(pod.object());
        var env = new Environment(inspection, Downward.of(pod.object())).merged();
        var references = References.of(spec, containers);
        return of(
                pod,
                now,
                Environment.values(env),
                Environment.secrets(env),
                containers.stream()
                        .map(c -> ContainerJson.of(c, statuses.of(c)))
                        .toList(),
                VolumeJson.of(containers),
                references.names(Source.SECRET),
                references.names(Source.CONFIG_MAP),
                ResourcesJson.of(spec, usage.of(List.of(pod.name()))),
                false);
    }

    /** As the cache alone tells. */
    static PodJson full(KubePod pod, Instant now, LatestUsage usage) {
        return full(pod, Inspection.of(pod), now, usage);
    }

    static PodJson light(KubePod pod, Instant now) {
        return of(pod, now, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ResourcesJson.NONE, true);
    }

    private static PodJson of(
            KubePod pod,
            Instant now,
            Map<String, String> env,
            List<String> envSecrets,
            List<ContainerJson> containers,
            List<VolumeJson> volumes,
            List<String> secrets,
            List<String> configMaps,
            ResourcesJson resources,
            boolean light) {
        Pod object = pod.object();
        PodStatus status = Kept.status(object);
        return new PodJson(
                pod.name(),
                pod.namespace(),
                PodStatusWord.of(object),
                Kept.text(status.getPhase()),
                restarts(status),
                Age.of(object.getMetadata().getCreationTimestamp(), now),
                Kept.map(pod.labels()),
                Annotations.shown(object.getMetadata().getAnnotations()),
                env,
                envSecrets,
                containers,
                volumes,
                secrets,
                configMaps,
                resources,
                pod.ownerApp().orElse(""),
                light);
    }

    private static int restarts(PodStatus status) {
        return Stream.of(status.getContainerStatuses(), status.getInitContainerStatuses())
                .flatMap(statuses -> Kept.list(statuses).stream())
                .map(ContainerStatus::getRestartCount)
                .mapToInt(count -> count == null ? 0 : count)
                .sum();
    }

    /** Without values: what is printed must not hold what was revealed. */
    @Override
    public String toString() {
        return "PodJson[" + namespace + "/" + name + "]";
    }
}
