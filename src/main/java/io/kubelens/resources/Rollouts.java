package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When new versions of an app began to roll out, as far as the app and its pods tell: the controllers put a hash of the
 * template on each pod, and a Deployment says how its newest rollout goes.
 */
final class Rollouts {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private Rollouts() {}

    static Stream<Moment> of(KubeApp app) {
        Stream<Moment> begun =
                byVersion(app).entrySet().stream().flatMap(version -> begun(app, version.getKey(), version.getValue()));
        return Stream.concat(begun, progress(app));
    }

    private static Map<String, List<KubePod>> byVersion(KubeApp app) {
        Map<String, List<KubePod>> versions = app.pods().stream()
                .filter(pod -> pod.object().getMetadata().getCreationTimestamp() != null)
                .collect(Collectors.groupingBy(Rollouts::version, TreeMap::new, Collectors.toList()));
        versions.remove("");
        return versions;
    }

    /** StatefulSets and DaemonSets write the whole name of a ControllerRevision, Deployments only a hash. */
    private static String version(KubePod pod) {
        Map<String, String> labels = pod.labels();
        return labels.getOrDefault("pod-template-hash", labels.getOrDefault("controller-revision-hash", ""));
    }

    private static Stream<Moment> begun(KubeApp app, String version, List<KubePod> pods) {
        return pods.stream()
                .map(pod -> Instant.parse(pod.object().getMetadata().getCreationTimestamp()))
                .sorted()
                .limit(1)
                .map(first -> new Moment(
                        first,
                        "rollout",
                        false,
                        "NewPods",
                        "first of " + pods.size() + " pods of version " + version,
                        pods.size(),
                        app.kind() + "/" + app.name()));
    }

    private static Stream<Moment> progress(KubeApp app) {
        if (!(app.object() instanceof Deployment deployment) || deployment.getStatus() == null) {
            return Stream.empty();
        }
        String revision = Kept.map(deployment.getMetadata().getAnnotations()).getOrDefault(REVISION, "");
        String prefix = revision.isEmpty() ? "" : "revision " + revision + ": ";
        return Kept.list(deployment.getStatus().getConditions()).stream()
                .filter(condition -> "Progressing".equals(condition.getType())
                        && !time(condition).isEmpty())
                .map(condition -> new Moment(
                        Instant.parse(time(condition)),
                        "rollout",
                        "False".equals(condition.getStatus()),
                        Kept.text(condition.getReason()),
                        prefix + Kept.text(condition.getMessage()),
                        1,
                        app.kind() + "/" + app.name()));
    }

    private static String time(DeploymentCondition condition) {
        String updated = Kept.text(condition.getLastUpdateTime());
        return updated.isEmpty() ? Kept.text(condition.getLastTransitionTime()) : updated;
    }
}
