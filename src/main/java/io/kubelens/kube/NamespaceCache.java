package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pods and workloads of one namespace. */
final class NamespaceCache implements AutoCloseable {
    private final Watched<Pod> pods;
    private final List<Apps<?>> apps;

    NamespaceCache(KubernetesClient client, String namespace, List<String> kinds, ResourceEventHandler<Pod> onPod) {
        pods = new Watched<>(client, Pod.class, namespace);
        pods.handle(onPod);
        apps = kinds.stream()
                .<Apps<?>>map(kind -> watch(client, namespace, Workload.of(kind)))
                .toList();
    }

    private static <T extends HasMetadata> Apps<T> watch(
            KubernetesClient client, String namespace, Workload<T> workload) {
        return new Apps<>(workload, new Watched<>(client, workload.type(), namespace));
    }

    void start() {
        watched().forEach(Watched::start);
    }

    boolean settled() {
        return watched().allMatch(watched -> watched.readable() || watched.leftOut());
    }

    List<KubePod> pods() {
        return pods.all().stream()
                .map(KubePod::new)
                .sorted(Comparator.comparing(KubePod::name))
                .toList();
    }

    Optional<KubePod> pod(String name) {
        return pods.one(name).map(KubePod::new);
    }

    List<KubeApp> apps() {
        List<KubePod> all = pods();
        return readable().flatMap(kind -> kind.all(all)).toList();
    }

    Optional<KubeApp> app(String name) {
        return readable().flatMap(kind -> kind.one(name, this::pods).stream()).findFirst();
    }

    private Stream<Apps<?>> readable() {
        return apps.stream().filter(kind -> !kind.watched.leftOut());
    }

    private Stream<Watched<?>> watched() {
        return Stream.concat(Stream.of(pods), apps.stream().map(Apps::watched));
    }

    @Override
    public void close() {
        watched().forEach(Watched::close);
    }

    private record Apps<T extends HasMetadata>(Workload<T> workload, Watched<T> watched) {

        Stream<KubeApp> all(List<KubePod> pods) {
            return watched.all().stream().map(object -> app(object, pods)).sorted(Comparator.comparing(KubeApp::name));
        }

        Optional<KubeApp> one(String name, Supplier<List<KubePod>> pods) {
            return watched.one(name).map(object -> app(object, pods.get()));
        }

        private KubeApp app(T object, List<KubePod> pods) {
            PodSelector selector = workload.selector(object);
            return new KubeApp(
                    workload.kind(),
                    object,
                    pods.stream().filter(selector::matches).toList());
        }
    }
}
