package io.kubelens.access;

import io.kubelens.config.Config;
import io.kubelens.config.Derived;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.Labelled;
import io.kubelens.kube.Snapshot;
import io.kubelens.store.Capsule;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which pods and apps callers may see: those whose name {@code include_regex} finds and that carry none of {@code
 * exclude_labels}. What is hidden looks exactly like what does not exist.
 */
public final class LabelPolicy {
    private final Supplier<Filters> filters;

    /** Equal when they choose alike. */
    private record Filters(Config.Filters pods, Config.Filters apps, ObjectFilter pod, ObjectFilter app) {
        static Filters of(Config.Filters pods, Config.Filters apps) {
            return new Filters(pods, apps, new ObjectFilter(pods), new ObjectFilter(apps));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Filters that && pods.equals(that.pods) && apps.equals(that.apps);
        }

        @Override
        public int hashCode() {
            return Objects.hash(pods, apps);
        }

        List<KubePod> ofPods(List<KubePod> all) {
            return all.stream().filter(each -> !pod.hides(each)).toList();
        }

        List<KubeApp> ofApps(List<KubeApp> all) {
            return all.stream()
                    .filter(each -> !app.hides(each))
                    .map(each -> each.withPods(visible(each.pods(), this, this::ofPods)))
                    .toList();
        }
    }

    /**
     * {@code config} is asked for every request, so that it may change.
     *
     * @throws IllegalArgumentException when a regex is not RE2 or an exclusion names no label
     */
    public LabelPolicy(Supplier<Config.Kubernetes> config) {
        filters = new Derived<>(config, now -> Filters.of(now.podFilters(), now.appFilters()));
        var unused = filters.get();
    }

    LabelPolicy(Config.Filters pods, Config.Filters apps) {
        Filters fixed = Filters.of(pods, apps);
        filters = () -> fixed;
    }

    /**
     * Whether a pod that was asked for by name must look absent.
     *
     * @throws Hidden when there is no pod to judge
     */
    public boolean hidesPod(@Nullable Labelled pod) {
        if (pod instanceof KubePod) {
            return filters.get().pod().hides(pod);
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
            return filters.get().app().hides(app);
        }
        throw new Hidden("app not found");
    }

    /** The pods that may be seen, in the order given; none of null. */
    public List<KubePod> visiblePods(@Nullable List<KubePod> all) {
        Filters now = filters.get();
        return visible(all, now, now::ofPods);
    }

    /** The capsules of pods that may be seen, in the order given; none of null. */
    public List<Capsule> visibleCapsules(@Nullable List<Capsule> all) {
        ObjectFilter pods = filters.get().pod();
        return all == null
                ? List.of()
                : all.stream()
                        .filter(capsule -> !pods.hides(capsule.termination()))
                        .toList();
    }

    /** The apps that may be seen, in the order given, each with the pods that may be seen; none of null. */
    public List<KubeApp> visibleApps(@Nullable List<KubeApp> all) {
        Filters now = filters.get();
        return visible(all, now, now::ofApps);
    }

    /** What never changes is filtered once. */
    private static <T> List<T> visible(@Nullable List<T> all, Filters by, UnaryOperator<List<T>> filter) {
        if (all instanceof Snapshot<T> snapshot) {
            return snapshot.choose(by, filter);
        }
        return all == null ? List.of() : filter.apply(all);
    }

    /** The app without the pods that the pod filter hides. */
    public KubeApp withVisiblePods(KubeApp app) {
        return app.withPods(visiblePods(app.pods()));
    }
}
