package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The apps of one kind in one namespace. */
record Apps<T extends HasMetadata>(Workload<T> workload, Watched<T> watched) {

    KnownKind known() {
        return new KnownKind(workload.group(), workload.kind(), watched);
    }

    /** By name. */
    Stream<KubeApp> all(List<KubePod> pods) {
        return watched.all().stream().map(object -> app(object, pods)).sorted(Comparator.comparing(KubeApp::name));
    }

    Optional<KubeApp> one(String name, Supplier<List<KubePod>> pods) {
        return watched.one(name).map(object -> app(object, pods.get()));
    }

    private KubeApp app(T object, List<KubePod> pods) {
        Members members = workload.members().apply(object);
        return new KubeApp(
                workload, object, pods.stream().filter(members::selects).toList());
    }
}
