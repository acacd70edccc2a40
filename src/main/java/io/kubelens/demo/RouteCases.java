package io.kubelens.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The case files in a folder: a folder per route, a file per case. */
public final class RouteCases {
    private final Path root;

    /** A folder of cases, or one case. */
    public RouteCases(Path root) {
        this.root = root;
    }

    /** All of them, by name. */
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(RouteCases::isCase).sorted().toList();
        }
    }

    /** How a case is called: its route and what happens, for example {@code pods-list/stranger.yaml}. */
    public String name(Path file) {
        return file.equals(root)
                ? String.valueOf(file.getFileName())
                : root.relativize(file).toString();
    }

    private static boolean isCase(Path file) {
        return Files.isRegularFile(file) && String.valueOf(file.getFileName()).endsWith(".yaml");
    }
}
