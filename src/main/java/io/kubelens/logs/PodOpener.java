package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import io.kubelens.request.Query;

/**
 * Opens the logs of a pod that joins a stream later, as the routes that serve now would ({@code direct:pod-open}). What
 * it throws keeps the pod out of the stream.
 */
@FunctionalInterface
public interface PodOpener {
    PodLog open(KubePod pod, Query query);
}
