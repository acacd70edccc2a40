package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.config.Config;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pods and workloads of one namespace. */
final class NamespaceCache implements AutoCloseable {
    private final Watched<Pod> pods;
    private final List<Apps<?>> apps;
    /** The kinds of the apps first. */
    private final List<KnownKind> known;

    private final Owners owners = new Owners(this::find);

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

    /** A fault of one kind must not hide the others; one of all kinds is an outage. */
    private boolean isLeftOut(Watched<?> watched) {
        return watched.leftOut() || (watched.failing() && pods.readable());
    }

    List<KubePod> pods() {
        return pods.all().stream()
                .map(this::pod)
                .sorted(Comparator.comparing(KubePod::name))
                .toList();
    }

    Optional<KubePod> pod(String name) {
        return pods.one(name).map(this::pod);
    }

    private KubePod pod(Pod pod) {
        return new KubePod(pod, owners);
    }

    List<KubeApp> apps() {
        List<KubePod> all = pods();
        return readable().flatMap(kind -> kind.all(all)).filter(this::isWhole).toList();
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
