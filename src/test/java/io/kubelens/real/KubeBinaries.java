package io.kubelens.real;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where kube-apiserver, etcd and kubectl are: in the directory KUBEBUILDER_ASSETS names, else on the PATH. */
record KubeBinaries(Path apiServer, Path etcd) {
    private static final String HINT = "put it on the PATH or into the directory KUBEBUILDER_ASSETS names";

    static KubeBinaries find() {
        return new KubeBinaries(need("kube-apiserver"), need("etcd"));
    }

    Path kubectl() {
        return need("kubectl");
    }

    private static Path need(String name) {
        return places(
                        System.getenv("KUBEBUILDER_ASSETS"),
                        Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Absent.component(name, HINT));
    }

    private static Stream<Path> places(@Nullable String assets, String path) {
        return Stream.concat(Stream.ofNullable(assets), Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(place -> !place.isBlank())
                .map(Path::of);
    }
}
