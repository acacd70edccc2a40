package io.kubelens.kube;

import io.kubelens.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pods and workloads of the allowed namespaces, watched, so that looking costs no call. Every question about a
 * namespace throws {@link NamespaceRefused} when it is not allowed, and {@link KubernetesUnavailable} while Kubernetes
 * has never answered for it or refuses its pods; later outages are bridged with what was last known.
 */
public final class ClusterCache implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterCache.class);
    private final Map<String, NamespaceCache> namespaces = new TreeMap<>();
    private final List<Consumer<PodEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean synced;

    /** As the other one, without custom resources. */
    public ClusterCache(ServiceCluster cluster, List<String> kinds) {
        this(cluster, kinds, List.of());
    }

    /**
     * Asks for nothing before {@link #start}.
     *
     * @param kinds as {@code kubernetes.app_kinds}, in the order in which apps are listed and looked up
     * @param custom as {@code kubernetes.custom_resources}, after the kinds, in their order
     */
    public ClusterCache(ServiceCluster cluster, List<String> kinds, List<Config.CustomResource> custom) {
        this(cluster, kinds, custom, System::nanoTime);
    }

    ClusterCache(
            ServiceCluster cluster, List<String> kinds, List<Config.CustomResource> custom, LongSupplier nanoTime) {
        Slim slim = new Slim();
        Troubles troubles = new Troubles();
        for (String namespace : cluster.namespaces()) {
            Kinds watches = new Kinds(cluster, namespace, slim, troubles, nanoTime);
            namespaces.put(namespace, new NamespaceCache(watches, kinds, custom, new Listeners()));
        }
    }

    /** Returns at once; without an API server it tries until there is one. */
    public void start() {
        namespaces.values().forEach(NamespaceCache::start);
    }

    /** Whether everything has been read once; a kind that Kubernetes refuses or does not know is not waited for. */
    public boolean synced() {
        if (!synced) {
            synced = namespaces.values().stream().allMatch(NamespaceCache::settled);
        }
        return synced;
    }

    /** For how long the oldest of what is known may have been out of date; zero while Kubernetes is watched. */
    public Duration age() {
        return Duration.ofNanos(namespaces.values().stream()
                .mapToLong(NamespaceCache::age)
                .max()
                .orElse(0));
    }

    /** By name. */
    public List<KubePod> pods(String namespace) {
        return in(namespace).pods();
    }

    public Optional<KubePod> pod(String namespace, String name) {
        return in(namespace).pod(name);
    }

    /** By kind in configured order, then by name; what another app has made is part of that app and not listed. */
    public List<KubeApp> apps(String namespace) {
        return in(namespace).apps();
    }

    /** The first of that name, in the order of {@link #apps}. */
    public Optional<KubeApp> app(String namespace, String name) {
        return in(namespace).app(name);
    }

    /**
     * Tells about every later change of a pod, in order per namespace, after the cache has it. Events are lost to
     * nobody who listens before reading {@link #pods}. Listeners must not block.
     *
     * @return closes to stop listening
     */
    public Subscription onPod(Consumer<PodEvent> listener) {
        // Wrapped, so that the same listener twice is two subscriptions.
        Consumer<PodEvent> mine = event -> listener.accept(event);
        listeners.add(mine);
        return () -> listeners.remove(mine);
    }

    private NamespaceCache in(String namespace) {
        @Nullable NamespaceCache cache = namespaces.get(namespace);
        if (cache == null) {
            throw new NamespaceRefused("namespace not allowed");
        }
        return cache;
    }

    @Override
    public void close() {
        namespaces.values().forEach(NamespaceCache::close);
    }

    /** A listener's place; closing it is idempotent. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final class Listeners implements PodNews.Readers {
        @Override
        public boolean any() {
            return !listeners.isEmpty();
        }

        @Override
        public void tell(PodEvent event) {
            for (Consumer<PodEvent> listener : listeners) {
                try {
                    listener.accept(event);
                } catch (RuntimeException e) {
                    log.error(
                            "A listener failed on {} of pod {}",
                            event.kind(),
                            event.pod().name(),
                            e);
                }
            }
        }
    }
}
