package io.kubelens.real;

import java.nio.file.Path;
import java.util.List;

/**
 * The cluster that the end-to-end suite shares: API server, a node with its kubelet, namespaces {@code shop} and {@code
 * payments} (allowed) and {@code vault} (not), and the manifests of the example overlay.
 */
public final class RealCluster implements AutoCloseable {
    /** Who the gateway is to Kubernetes. */
    static final String GATEWAY = "system:serviceaccount:kubelens:kubelens";

    private static final Path OVERLAY = Path.of("kustomize/overlays/example");

    private final KubeApi api;
    private final Kubelet kubelet;
    private final RealPods pods;

    private RealCluster(KubeApi api, Kubelet kubelet) {
        this.api = api;
        this.kubelet = kubelet;
        this.pods = new RealPods(api, kubelet);
    }

    /** Starts one; skips the test where its servers are not installed. */
    public static RealCluster start() {
        KubeApi api = KubeApi.start();
        RealCluster cluster = new RealCluster(api, Kubelet.start(api));
        List.of("shop", "payments", "vault").forEach(cluster.pods::namespace);
        api.kubectl("apply", "-k", OVERLAY.toAbsolutePath().toString()).orThrow();
        return cluster;
    }

    KubeApi api() {
        return api;
    }

    public Kubelet kubelet() {
        return kubelet;
    }

    public RealPods pods() {
        return pods;
    }

    /** The log of the container {@code app} of a pod in {@code shop}. */
    public ContainerLog log(String pod) {
        return kubelet.log("shop", pod, "app");
    }

    /** A kubeconfig with a fresh token of the service account that the manifests make, and nothing else. */
    String gatewayKubeconfig() {
        return api.kubeconfig(api.serviceAccountToken("kubelens", "kubelens"));
    }

    /** How many requests of the gateway the API server has answered so far; a watch when it ends. */
    public int asked() {
        return new ApiAudit(api.auditLog(), GATEWAY, 0).count();
    }

    @Override
    public void close() {
        kubelet.close();
        api.close();
    }
}
