package io.kubelens.logs;

import io.kubelens.kube.KubePod;

/** The log of one container, chosen but not opened: nothing is asked of Kubernetes before a client subscribes. */
public record PodLog(KubePod pod, String container) {}
