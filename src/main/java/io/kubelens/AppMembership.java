package io.kubelens;

import io.kubelens.access.LabelPolicy;
import io.kubelens.access.NamespacePolicy;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.KubernetesUnavailable;
import io.kubelens.kube.NamespaceRefused;
import io.kubelens.kube.PodEvent;
import io.kubelens.logs.ContainerStates;
import io.kubelens.logs.Membership;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pods belong to an app, as the cache sees it and policy lets it be seen. */
final class AppMembership implements Membership, ContainerStates {
    private static final Logger LOG = LoggerFactory.getLogger(AppMembership.class);

    private final ClusterCache cache;
    private final LabelPolicy policy;
    private final NamespacePolicy namespaces;

    AppMembership(ClusterCache cache, LabelPolicy policy, NamespacePolicy namespaces) {
        this.cache = cache;
        this.policy = policy;
        this.namespaces = namespaces;
    }

    /** Of a namespace that is no longer allowed there is nothing. */
    @Override
    public Optional<KubePod> current(String namespace, String pod) {
        try {
            return cache.lastKnown(namespace, pod);
        } catch (NamespaceRefused e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean shows(KubeApp app) {
        if (namespaces.denies(app.namespace())) {
            return false;
        }
        Optional<KubeApp> now = known(() -> cache.app(app.namespace(), app.name()));
        return !policy.hidesApp(now.orElse(app));
    }

    @Override
    public boolean shows(KubePod pod) {
        if (namespaces.denies(pod.namespace())) {
            return false;
        }
        Optional<KubePod> now = known(() -> cache.pod(pod.namespace(), pod.name()));
        return !policy.hidesPod(
                now.filter(each -> Objects.equals(each.uid(), pod.uid())).orElse(pod));
    }

    /** As {@link #shows(KubePod)}, by the labels that are given; asks no cache. */
    boolean hides(KubePod pod) {
        return namespaces.denies(pod.namespace()) || policy.hidesPod(pod);
    }

    private static <T> Optional<T> known(Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (KubernetesUnavailable | NamespaceRefused e) {
            return Optional.empty();
        }
    }

    @Override
    public Watch watch(KubeApp app, Listener listener) {
        Members members = new Members(app, listener);
        ClusterCache.Subscription subscription = cache.onPod(members::hear);
        try {
            members.compare();
        } catch (RuntimeException | Error e) {
            subscription.close();
            throw e;
        }
        return new Watch() {
            @Override
            public void compare() {
                try {
                    members.compare();
                } catch (KubernetesUnavailable e) {
                    LOG.debug("pods of {} are not known now, and are told of when they are", app.namespace());
                }
            }

            @Override
            public void close() {
                subscription.close();
            }
        };
    }

    @Override
    public Watch watch(KubePod pod, Runnable changed) {
        ClusterCache.Subscription subscription = cache.onPod(event -> {
            if (event.pod().uid().equals(pod.uid())) {
                changed.run();
            }
        });
        return subscription::close;
    }

    /** The pods of one app, as its viewer has been told. */
    private final class Members {
        private final KubeApp app;
        private final Listener listener;
        private final Map<String, KubePod> told = new HashMap<>();

        Members(KubeApp app, Listener listener) {
            this.app = app;
            this.listener = listener;
            policy.visiblePods(app.pods()).stream()
                    .filter(pod -> pod.gone() == null)
                    .forEach(pod -> told.put(pod.uid(), pod));
        }

        /** What has changed since the look at the app, and what is told by nobody: that policy has. */
        synchronized void compare() {
            Map<String, KubePod> now = new HashMap<>();
            cache.pods(app.namespace()).stream().filter(this::belongs).forEach(pod -> now.put(pod.uid(), pod));
            told.values().stream()
                    .filter(pod -> !now.containsKey(pod.uid()))
                    .toList()
                    .forEach(this::gone);
            now.values().forEach(this::there);
        }

        synchronized void hear(PodEvent event) {
            KubePod pod = event.pod();
            if (!pod.namespace().equals(app.namespace())) {
                return;
            }
            if (event.kind() != PodEvent.Kind.DELETED && belongs(pod)) {
                there(pod);
            } else {
                gone(pod);
            }
        }

        private boolean belongs(KubePod pod) {
            return app.selects(pod) && !policy.hidesPod(pod);
        }

        private void there(KubePod pod) {
            if (told.put(pod.uid(), pod) == null) {
                listener.joined(pod);
            } else {
                listener.changed(pod);
            }
        }

        private void gone(KubePod pod) {
            if (told.remove(pod.uid()) != null) {
                listener.left(pod);
            }
        }
    }
}
