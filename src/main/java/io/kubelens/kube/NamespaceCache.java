package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.config.Config;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pods and workloads of one namespace. */
final class NamespaceCache implements AutoCloseable {
    private final Watched<Pod> pods;
    private final List<Apps<?>> apps;
    /** The kinds of the apps first. */
    private final List<KnownKind> known;

    private final Owners owners = new Owners(this::find);
    /** When the list of pods was made; touched by nobody else. */
    private List<Watched.State> ownersThen = List.of();

    private final UntilChanged<Snapshot<KubePod>> podsNow =
            new UntilChanged<>(this::state, new Snapshot<>(List.of()), this::pods);
    private final UntilChanged<Snapshot<KubeApp>> appsNow =
            new UntilChanged<>(this::state, new Snapshot<>(List.of()), this::apps);

    NamespaceCache(Kinds kinds, List<String> appKinds, List<Config.CustomResource> custom, PodNews.Readers readers) {
        apps = Stream.concat(
                        appKinds.stream().<Apps<?>>map(kinds::app),
                        custom.stream().filter(Config.CustomResource::enabled).map(kinds::app))
                .toList();
        known = Stream.concat(apps.stream().map(Apps::known), between(kinds)).toList();
        pods = kinds.pods();
        PodNews news = new PodNews(pods, owners, readers);
        pods.handle(news);
        known.forEach(kind -> kind.watched().handle(news.ofOwners()));
    }

    /** What is no app here, and yet owns pods of apps. */
    private Stream<KnownKind> between(Kinds kinds) {
        return OwnerKind.ALL.stream()
                .filter(owner -> apps.stream().noneMatch(app -> owner.isOf(app.workload())))
                .map(kinds::owner);
    }

    void start() {
        watched().forEach(Watched::start);
    }

    boolean settled() {
        return watched().allMatch(watched -> watched.readable() || isLeftOut(watched));
    }

    /** In nanoseconds, of what is watched longest without an answer; 0 while all is well. */
    long age() {
        return watched()
                .filter(watched -> !isLeftOut(watched))
                .mapToLong(Watched::age)
                .max()
                .orElse(0);
    }

    /** A fault of one kind must not hide the others; one of all kinds is an outage. */
    private boolean isLeftOut(Watched<?> watched) {
        return watched.leftOut() || (watched.failing() && pods.readable());
    }

    /** By name; the same list while nothing in the namespace has changed. */
    Snapshot<KubePod> pods() {
        pods.requireReadable();
        return podsNow.get();
    }

    private List<Watched.State> state() {
        return watched().map(Watched::state).toList();
    }

    /** With the very objects of the last list where nothing is new about a pod, so that what is made of it is good. */
    private Snapshot<KubePod> pods(Snapshot<KubePod> before) {
        Map<String, KubePod> known = HashMap.newHashMap(before.size());
        before.forEach(pod -> known.put(pod.name(), pod));
        List<Watched.State> ownersNow =
                this.known.stream().map(kind -> kind.watched().state()).toList();
        boolean sameOwners = ownersNow.equals(ownersThen);
        Owners now = owners.remembering();
        List<KubePod> all = pods.all().stream()
                .map(pod -> {
                    KubePod old = known.get(pod.getMetadata().getName());
                    return sameOwners && old != null && old.isOf(pod) ? old : pod(pod, now.of(pod), old);
                })
                .sorted(Comparator.comparing(KubePod::name))
                .toList();
        ownersThen = ownersNow;
        return new Snapshot<>(all);
    }

    private static KubePod pod(Pod pod, List<OwnerReference> owners, @Nullable KubePod before) {
        return before != null && before.isOf(pod, owners) ? before : new KubePod(pod, owners);
    }

    Optional<KubePod> pod(String name) {
        return pods.one(name).map(this::pod);
    }

    Optional<KubePod> lastKnown(String pod) {
        return pods.lastKnown(pod).map(this::pod);
    }

    private KubePod pod(Pod pod) {
        return new KubePod(pod, owners);
    }

    /** The same list while nothing in the namespace has changed. */
    Snapshot<KubeApp> apps() {
        pods.requireReadable();
        return appsNow.get();
    }

    private Snapshot<KubeApp> apps(Snapshot<KubeApp> before) {
        IdentityHashMap<HasMetadata, KubeApp> known = new IdentityHashMap<>();
        before.forEach(app -> known.put(app.object(), app));
        Snapshot<KubePod> all = pods();
        return new Snapshot<>(readable()
                .flatMap(kind -> kind.all(all))
                .filter(this::isWhole)
                .map(app ->
                        Objects.requireNonNullElse(known.get(app.object()), app).withPods(app.pods()))
                .toList());
    }

    Optional<KubeApp> app(String name) {
        return readable()
                .flatMap(kind -> kind.one(name, this::pods).stream())
                .filter(this::isWhole)
                .findFirst();
    }

    private Stream<Apps<?>> readable() {
        return apps.stream().filter(kind -> !isLeftOut(kind.watched()));
    }

    /** What another app has made is part of that app: an operator's StatefulSet, a CronJob's Job. */
    private boolean isWhole(KubeApp app) {
        return owners.of(app.object()).stream().noneMatch(this::isApp);
    }

    private boolean isApp(OwnerReference owner) {
        return apps.stream().anyMatch(kind -> kind.known().find(owner).isPresent());
    }

    private Optional<? extends HasMetadata> find(OwnerReference owner) {
        return known.stream().flatMap(kind -> kind.find(owner).stream()).findFirst();
    }

    private Stream<Watched<?>> watched() {
        return Stream.concat(Stream.of(pods), known.stream().map(KnownKind::watched));
    }

    @Override
    public void close() {
        watched().forEach(Watched::close);
    }
}
