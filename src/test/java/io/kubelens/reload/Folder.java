package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/** A folder of routes that a test edits in all the ways there are. */
record Folder(Path root) {
    List<RouteFile> read() throws IOException {
        return RouteFile.read(List.of(root), Set.of("lens"));
    }

    Path lens(String name) {
        return root.resolve("lens").resolve(name);
    }

    Folder write(String name, String text) {
        try {
            Files.createDirectories(lens(name).getParent());
            Files.writeString(lens(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** As most editors do: a new file takes the place of the old one. */
    void replace(String name, String text) throws IOException {
        Path next = Files.writeString(lens("." + name + ".swp"), text);
        Files.move(next, lens(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As the kubelet does with a ConfigMap: every file is a link through {@code ..data}, which alone is moved. */
    void mount(String version, List<String> names, String text) throws IOException {
        Path lens = root.resolve("lens");
        Path set = Files.createDirectories(lens.resolve(".." + version));
        for (String name : names) {
            Files.writeString(set.resolve(name), text);
            if (!Files.exists(lens.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(lens.resolve(name), Path.of("..data", name));
            }
        }
        Path link = Files.createSymbolicLink(lens.resolve("..data_tmp"), set.getFileName());
        Files.move(link, lens.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
