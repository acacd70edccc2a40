package io.kubelens.logs;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.kubelens.kube.KubePod;
import java.util.Collection;

/** What viewers are told of a pod's life: that it was restarted, became ready or not ready. */
final class Vitals {
    private int restarts;
    private boolean ready;

    Vitals(KubePod pod) {
        restarts = restarts(pod);
        ready = isReady(pod);
    }

    /** Adds what has changed since the last look. */
    void changes(KubePod pod, Collection<Notice> notices) {
        int restartsNow = restarts(pod);
        boolean readyNow = isReady(pod);
        if (restartsNow > restarts) {
            notices.add(Notice.of("pod-restart", "pod restart count increased: " + restarts + " → " + restartsNow));
        }
        if (readyNow != ready) {
            notices.add(
                    readyNow
                            ? Notice.of("pod-ready", "pod became ready")
                            : Notice.of("pod-not-ready", "pod became not ready"));
        }
        restarts = restartsNow;
        ready = readyNow;
    }

    private static int restarts(KubePod pod) {
        PodStatus status = pod.object().getStatus();
        return status == null
                ? 0
                : status.getContainerStatuses().stream()
                        .map(ContainerStatus::getRestartCount)
                        .mapToInt(count -> count == null ? 0 : count)
                        .sum();
    }

    private static boolean isReady(KubePod pod) {
        PodStatus status = pod.object().getStatus();
        return status != null
                && status.getConditions().stream()
                        .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
    }
}
