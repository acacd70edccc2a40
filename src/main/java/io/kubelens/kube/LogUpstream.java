package io.kubelens.kube;

/** Where the logs of containers are read: Kubernetes, or what was kept of a pod that is gone. */
@FunctionalInterface
public interface LogUpstream {
    /** Sends the request; returns at once. */
    PodLogs.Call open(PodLogs.Request what, PodLogs.Listener listener);
}
