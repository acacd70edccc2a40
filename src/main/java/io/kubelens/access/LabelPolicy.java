package io.kubelens.access;

import io.kubelens.config.Config;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.Labelled;
import io.kubelens.kube.Snapshot;
import io.kubelens.store.Capsule;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which pods and apps callers may see: those whose name {@code include_regex} finds and that carry none of {@code
 * exclude_labels}. What is hidden looks exactly like what does not exist.
 */
public final class LabelPolicy {
    private final ObjectFilter pods;
    private final ObjectFilter apps;

    /** Throws an IllegalArgumentException when a regex is not RE2 or an exclusion names no label. */
    public LabelPolicy(Config.Filters pods, Config.Filters apps) {
        this.pods = new ObjectFilter(pods);
        this.apps = new ObjectFilter(apps);
    }

    /**
     * Whether a pod that was asked for by name must look absent.
     *
     * @throws Hidden when there is no pod to judge
     */
    public boolean hidesPod(@Nullable Labelled pod) {
        if (pod instanceof KubePod) {
            return pods.hides(pod);
        }
        throw new Hidden("pod not found");
    }

    /**
     * Whether an app that was asked for by name must look absent.
     *
     * @throws Hidden when there is no app to judge
     */
    public boolean hidesApp(@Nullable Labelled app) {
        if (app instanceof KubeApp) {
            return apps.hides(app);
        }
        throw new Hidden("app not found");
    }

    /** The pods that may be seen, in the order given; none of null. */
    public List<KubePod> visiblePods(@Nullable List<KubePod> all) {
        return visible(all, this::filterPods);
    }

    private List<KubePod> filterPods(List<KubePod> all) {
        return all.stream().filter(pod -> !hidesPod(pod)).toList();
    }

    /** The capsules of pods that may be seen, in the order given; none of null. */
    public List<Capsule> visibleCapsules(@Nullable List<Capsule> all) {
        return all == null
                ? List.of()
                : all.stream()
                        .filter(capsule -> !pods.hides(capsule.termination()))
                        .toList();
    }

    /** The apps that may be seen, in the order given, each with the pods that may be seen; none of null. */
    public List<KubeApp> visibleApps(@Nullable List<KubeApp> all) {
        return visible(all, this::filterApps);
    }

    private List<KubeApp> filterApps(List<KubeApp> all) {
        return all.stream()
                .filter(app -> !hidesApp(app))
                .map(this::withVisiblePods)
                .toList();
    }

    /** What never changes is filtered once. */
    private <T> List<T> visible(@Nullable List<T> all, UnaryOperator<List<T>> filter) {
        if (all instanceof Snapshot<T> snapshot) {
            return snapshot.choose(this, filter);
        }
        return all == null ? List.of() : filter.apply(all);
    }

    /** The app without the pods that the pod filter hides. */
    public KubeApp withVisiblePods(KubeApp app) {
        return app.withPods(visiblePods(app.pods()));
    }
}
