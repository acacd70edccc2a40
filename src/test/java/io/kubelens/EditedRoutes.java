package io.kubelens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of our routes with changes in them. */
final class EditedRoutes {
    private EditedRoutes() {}

    /** Fills a folder with them; every file's text goes through the edit. */
    static Path in(Path folder, UnaryOperator<String> edit) throws IOException {
        Path ours = Path.of("routes");
        try (Stream<Path> files = Files.walk(ours)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                Path copy = folder.resolve(ours.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, edit.apply(Files.readString(file)));
            }
        }
        return folder;
    }

    /** Fills a folder with them; the audit of these fails. */
    static Path mute(Path folder) throws IOException {
        String broken =
                """
                      steps:
                        - throwException:
                            exceptionType: io.kubelens.kube.NamespaceRefused
                            message: no audit
                """;
        return in(
                folder, route -> route.contains("id: audit\n") ? route.replaceFirst("      steps:\n", broken) : route);
    }
}
