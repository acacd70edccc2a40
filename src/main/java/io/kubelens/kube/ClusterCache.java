package io.kubelens.kube;

import io.kubelens.config.Config;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
    private final ServiceCluster cluster;
    private final Function<String, Kinds> watches;
    private volatile Watches now;
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
        this.cluster = cluster;
        this.watches = namespace -> new Kinds(cluster, namespace, slim, troubles, nanoTime);
        Map<String, RenewedCache> first = new TreeMap<>();
        watch(cluster.namespaces(), kinds, custom)
                .forEach((namespace, cache) -> first.put(namespace, new RenewedCache(cache)));
        this.now = new Watches(kinds, custom, first);
    }

    /** What is watched, and for which kinds of apps. */
    private record Watches(
            List<String> kinds, List<Config.CustomResource> custom, Map<String, RenewedCache> namespaces) {
        Stream<NamespaceCache> caches() {
            return namespaces.values().stream().map(RenewedCache::now);
        }
    }

    private Map<String, NamespaceCache> watch(
            Collection<String> namespaces, List<String> kinds, List<Config.CustomResource> custom) {
        Map<String, NamespaceCache> made = new TreeMap<>();
        for (String namespace : namespaces) {
            made.put(namespace, new NamespaceCache(watches.apply(namespace), kinds, custom, new Listeners()));
        }
        return made;
    }

    /** Returns at once; without an API server it tries until there is one. */
    public void start() {
        now.caches().forEach(NamespaceCache::start);
    }

    /**
     * Begins to watch what a later configuration names and is not watched yet, beside what is; after {@link #start}, and
     * not while another change is under way. Namespaces stay refused and kinds as they were until {@link Change#show}.
     */
    public Change change(Config.Kubernetes config) {
        Watches before = now;
        boolean sameKinds = config.appKinds().equals(before.kinds())
                && config.customResources().equals(before.custom());
        List<String> missing = config.allowedNamespaces().stream()
                .filter(namespace -> !sameKinds || !before.namespaces().containsKey(namespace))
                .toList();
        Set<String> allowed = new TreeSet<>(before.namespaces().keySet());
        allowed.addAll(config.allowedNamespaces());
        Map<String, NamespaceCache> fresh = watch(missing, config.appKinds(), config.customResources());
        Change change = new Change(before, config, fresh);
        try {
            cluster.allow(allowed);
            fresh.values().forEach(NamespaceCache::start);
            return change;
        } catch (RuntimeException | Error e) {
            change.abandon();
            throw e;
        }
    }

    /** A change of what is watched, in the order of its methods, or abandoned. */
    public final class Change {
        private final Watches before;
        private final Config.Kubernetes config;
        private final Map<String, NamespaceCache> fresh;

        private Change(Watches before, Config.Kubernetes config, Map<String, NamespaceCache> fresh) {
            this.before = before;
            this.config = config;
            this.fresh = fresh;
        }

        /** Whether what is new has been read once, as far as Kubernetes lets it be read. */
        public boolean settled() {
            return fresh.values().stream().allMatch(NamespaceCache::settled);
        }

        /**
         * Shows what is new; what is removed can still be asked for. A namespace whose other kinds have not been read
         * yet stays as it is until they have.
         */
        public void show() {
            Map<String, RenewedCache> all = new TreeMap<>(before.namespaces());
            fresh.forEach((namespace, cache) -> all.putIfAbsent(namespace, new RenewedCache(cache)));
            now = new Watches(config.appKinds(), config.customResources(), all);
            fresh.forEach((namespace, cache) -> {
                RenewedCache known = before.namespaces().get(namespace);
                if (known != null) {
                    known.renew(cache);
                }
            });
        }

        /** In place of {@link #end}, before all is shown: everything is as it was, and what is new is watched no more. */
        public void abandon() {
            now = before;
            cluster.allow(before.namespaces().keySet());
            fresh.forEach((namespace, cache) -> {
                RenewedCache known = before.namespaces().get(namespace);
                if (known == null) {
                    cache.close();
                } else {
                    known.forget(cache);
                }
            });
        }

        /** Refuses what is removed from now on, and stops to watch it. */
        public void end() {
            Map<String, RenewedCache> kept = new TreeMap<>(now.namespaces());
            kept.keySet().retainAll(config.allowedNamespaces());
            now = new Watches(config.appKinds(), config.customResources(), kept);
            cluster.allow(kept.keySet());
            before.namespaces().forEach((namespace, cache) -> {
                if (!kept.containsKey(namespace)) {
                    cache.close();
                }
            });
        }
    }

    /** Whether everything has been read once; a kind that Kubernetes refuses or does not know is not waited for. */
    public boolean synced() {
        if (!synced) {
            synced = now.caches().allMatch(NamespaceCache::settled);
        }
        return synced;
    }

    /** For how long the oldest of what is known may have been out of date; zero while Kubernetes is watched. */
    public Duration age() {
        return Duration.ofNanos(
                now.caches().mapToLong(NamespaceCache::age).max().orElse(0));
    }

    /** By name. */
    public List<KubePod> pods(String namespace) {
        return in(namespace).pods();
    }

    public Optional<KubePod> pod(String namespace, String name) {
        return in(namespace).pod(name);
    }

    /** As it was known last, for those who have been shown it before: also when Kubernetes refuses pods by now. */
    public Optional<KubePod> lastKnown(String namespace, String pod) {
        return in(namespace).lastKnown(pod);
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
        @Nullable RenewedCache cache = now.namespaces().get(namespace);
        if (cache == null) {
            throw new NamespaceRefused("namespace not allowed");
        }
        return cache.now();
    }

    @Override
    public void close() {
        now.namespaces().values().forEach(RenewedCache::close);
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
