package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind in one namespace, listed and watched for ever: after a lost watch, 410 or an outage it lists again, with
 * exponential back-off of at most half a minute. Meanwhile the last known state stays readable, unless Kubernetes
 * refuses it (401, 403) or does not know it (404): then there is nothing to show.
 */
final class Watched<T extends HasMetadata> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watched.class);
    private final String what;
    private final SharedIndexInformer<T> informer;
    private volatile boolean refused;
    private volatile boolean leftOut;
    private volatile boolean closed;
    private String told = "";

    Watched(KubernetesClient client, Class<T> type, String namespace) {
        what = type.getSimpleName() + " in " + namespace;
        informer = client.resources(type)
                .inNamespace(namespace)
                .runnableInformer(0)
                .itemStore(new SlimStore<>())
                .removeNamespaceIndex()
                .exceptionHandler(this::failed);
    }

    void handle(ResourceEventHandler<T> handler) {
        informer.addEventHandler(handler);
    }

    /** Returns at once; failures are retried. */
    void start() {
        informer.start().exceptionally(failure -> null);
    }

    boolean readable() {
        return informer.hasSynced() && (!refused || informer.isWatching());
    }

    /** Whether Kubernetes has said that this is not to be had: 403, or 404 on an API server that lacks the kind. */
    boolean leftOut() {
        return leftOut && !readable();
    }

    /** Throws {@link KubernetesUnavailable} when there is nothing to show. */
    List<T> all() {
        requireReadable();
        return informer.getStore().list();
    }

    /** Throws {@link KubernetesUnavailable} when there is nothing to show. */
    Optional<T> one(String name) {
        requireReadable();
        return Optional.ofNullable(informer.getStore().getByKey(name));
    }

    private void requireReadable() {
        if (!readable()) {
            throw new KubernetesUnavailable("kubernetes unavailable");
        }
    }

    private boolean failed(boolean started, Throwable failure) {
        if (closed) {
            return true;
        }
        int code = code(failure);
        leftOut = code == 403 || code == 404;
        refused = leftOut || code == 401;
        if (refused) {
            tell(
                    "refused",
                    "Kubernetes answers " + code + " for " + what + ": left out until it answers otherwise"
                            + (code == 403 ? "; grant get, list and watch" : ""));
        } else {
            tell("failing", "Kubernetes cannot be asked for " + what + ", retrying: " + root(failure));
        }
        return true;
    }

    private synchronized void tell(String state, String message) {
        String episode = state + informer.lastSyncResourceVersion();
        if (!episode.equals(told)) {
            told = episode;
            log.warn(message);
        }
    }

    private static int code(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException refusal && refusal.getCode() != 0) {
                return refusal.getCode();
            }
        }
        return 0;
    }

    private static String root(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t.toString();
    }

    @Override
    public void close() {
        closed = true;
        informer.close();
    }
}
