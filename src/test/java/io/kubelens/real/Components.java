package io.kubelens.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An overlay of one namespace with optional components, as an operator would write it. */
final class Components {
    private static final Path KUSTOMIZE = Path.of("kustomize").toAbsolutePath();

    private Components() {}

    /** Writes it below {@code target}, since kustomize takes relative paths only. */
    static String overlay(String namespace, String... components) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "overlays").toAbsolutePath());
            Path overlay = Files.createTempDirectory(parent, namespace);
            String all = Arrays.stream(components)
                    .map(name -> relative(overlay, "components/" + name).toString())
                    .collect(Collectors.joining(", "));
            Files.writeString(
                    overlay.resolve("kustomization.yaml"),
                    """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    namespace: %s
                    resources: [%s]
                    components: [%s]
                    """
                            .formatted(namespace, relative(overlay, "namespace"), all));
            return overlay.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path relative(Path overlay, String path) {
        return overlay.relativize(KUSTOMIZE.resolve(path));
    }
}
