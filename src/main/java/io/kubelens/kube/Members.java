package io.kubelens.kube;

/** Which pods are an app's. */
interface Members {
    boolean selects(KubePod pod);
}
