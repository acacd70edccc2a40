package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to pods and apps, for routes: newest first, at most the newest 500. Messages are shown as they are,
 * except those that name a hidden pod.
 */
public final class Events {
    private static final int LIMIT = 500;
    private final ClusterCache cache;
    private final Predicate<KubePod> hidden;

    /** @param hidden the pods that callers may not even hear of */
    public Events(ClusterCache cache, Predicate<KubePod> hidden) {
        this.cache = cache;
        this.hidden = hidden;
    }

    /**
     * The pod's part of a namespace's events, and the last restart of each container.
     *
     * @param events of the pod's namespace
     */
    public List<EventJson> ofPod(KubePod pod, List<Event> events) {
        HiddenPods unspoken = new HiddenPods(cache.pods(pod.namespace()), hidden, pod.labels());
        Stream<Told> told = events.stream().map(Told::new).filter(one -> one.isAbout("Pod", pod.name(), pod.uid()));
        return newest(told, unspoken, Restarts.of(pod));
    }

    /**
     * The app's part of a namespace's events, its pods' restarts and its rollouts.
     *
     * @param app with the pods that may be seen
     * @param events of the app's namespace
     */
    public List<EventJson> ofApp(KubeApp app, List<Event> events) {
        @Nullable ObjectMeta template = app.template().getMetadata();
        Map<String, String> labels = Kept.map(template == null ? null : template.getLabels());
        HiddenPods unspoken = new HiddenPods(cache.pods(app.namespace()), hidden, labels);
        Map<String, KubePod> pods =
                app.pods().stream().collect(Collectors.toMap(KubePod::name, Function.identity(), (one, other) -> one));
        Stream<Told> told = events.stream().map(Told::new).filter(one -> isAboutApp(one, app) || isAboutPod(one, pods));
        return newest(told, unspoken, Stream.concat(app.pods().stream().flatMap(Restarts::of), Rollouts.of(app)));
    }

    private static boolean isAboutPod(Told told, Map<String, KubePod> pods) {
        @Nullable KubePod pod = pods.get(told.name());
        return pod != null && told.isAbout("Pod", pod.name(), pod.uid());
    }

    /** The workload, or what its controller makes to make pods, which is named after it. */
    private static boolean isAboutApp(Told told, KubeApp app) {
        return told.isAbout(app.kind(), app.name(), app.object().getMetadata().getUid())
                || Descendant.isNamed(app, told.kind(), told.name());
    }

    private static List<EventJson> newest(Stream<Told> told, HiddenPods unspoken, Stream<Moment> seen) {
        Stream<Moment> spoken = told.filter(one -> !unspoken.in(one.message())).flatMap(one -> one.moment().stream());
        return Stream.concat(spoken, seen)
                .sorted(Comparator.comparing(Moment::at).reversed())
                .limit(LIMIT)
                .map(Moment::json)
                .toList();
    }
}
