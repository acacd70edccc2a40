package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.kubelens.kube.Annotations;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.Map;

/**
 * An app as the frontend reads it. It must always have {@code type} and an array {@code podNames}.
 *
 * @param type the Kubernetes kind
 * @param podNames by name; empty in the light form
 * @param resources what one replica asks for, and what all pods use
 * @param containers of the template; left out when empty
 * @param image of the template's first container; left out when empty
 * @param light whether pods, env, containers, volumes, references and resources were not asked for; left out when false
 */
public record AppJson(
        String name,
        String namespace,
        String type,
        int replicas,
        int readyReplicas,
        List<String> podNames,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> env,
        List<String> envSecrets,
        ResourcesJson resources,
        List<VolumeJson> volumes,
        List<String> secrets,
        List<String> configMaps,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerJson> containers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String image,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean light) {

    /** With what has been read for it. */
    static AppJson full(KubeApp app, Inspection inspection, LatestUsage usage) {
        PodSpec spec = app.template().getSpec();
        var containers = inspection.containers();
        var env = new Environment(inspection, Downward.of(app)).merged();
        var references = References.of(spec, containers);
        List<String> pods = app.pods().stream().map(KubePod::name).toList();
        return of(
                app,
                pods,
                Environment.values(env),
                Environment.secrets(env),
                ResourcesJson.of(spec, usage.of(pods)),
                VolumeJson.of(containers),
                references.names(Source.SECRET),
                references.names(Source.CONFIG_MAP),
                ContainerJson.ofTemplate(containers),
                false);
    }

    /** As the cache alone tells. */
    static AppJson full(KubeApp app, LatestUsage usage) {
        return full(app, Inspection.of(app), usage);
    }

    static AppJson light(KubeApp app) {
        return of(
                app,
                List.of(),
                Map.of(),
                List.of(),
                ResourcesJson.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    private static AppJson of(
            KubeApp app,
            List<String> podNames,
            Map<String, String> env,
            List<String> envSecrets,
            ResourcesJson resources,
            List<VolumeJson> volumes,
            List<String> secrets,
            List<String> configMaps,
            List<ContainerJson> containers,
            boolean light) {
        return new AppJson(
                app.name(),
                app.namespace(),
                app.kind(),
                app.replicas(),
                app.readyReplicas(),
                podNames,
                Kept.map(app.labels()),
                Annotations.shown(app.object().getMetadata().getAnnotations()),
                env,
                envSecrets,
                resources,
                volumes,
                secrets,
                configMaps,
                containers,
                image(app),
                light);
    }

    /** Of the template's first container; empty when there is none. */
    static String image(KubeApp app) {
        return Kept.list(app.template().getSpec().getContainers()).stream()
                .findFirst()
                .map(container -> Kept.text(container.getImage()))
                .orElse("");
    }

    /** Without values: what is printed must not hold what was revealed. */
    @Override
    public String toString() {
        return "AppJson[" + namespace + "/" + name + "]";
    }
}
