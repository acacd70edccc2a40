package io.kubelens;

import io.kubelens.access.LabelPolicy;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodEvent;
import io.kubelens.logs.Membership;
import java.util.HashMap;
import java.util.Map;

/** Which pods belong to an app, as the cache sees it and policy lets it be seen. */
final class AppMembership implements Membership {
    private final ClusterCache cache;
    private final LabelPolicy policy;

    AppMembership(ClusterCache cache, LabelPolicy policy) {
        this.cache = cache;
        this.policy = policy;
    }

    @Override
    public Watch watch(KubeApp app, Listener listener) {
        Members members = new Members(app, listener);
        ClusterCache.Subscription subscription = cache.onPod(members::hear);
        members.compare();
        return subscription::close;
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

        /** What has changed between the look at the app and the beginning of the watch. */
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
