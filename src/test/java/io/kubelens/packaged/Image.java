package io.kubelens.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Dockerfile's last stage, carried out without Docker: what it copies, from the checkout and from target/dist. */
public final class Image {
    private static final String DIST = "/src/target/dist/";
    private final List<String> lastStage;

    private Image(List<String> lastStage) {
        this.lastStage = lastStage;
    }

    public static Image ofDockerfile() throws IOException {
        String whole = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replace("\\\n", " ");
        List<String> lines = whole.lines().filter(line -> !line.isBlank()).toList();
        List<String> stage = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("FROM ")) {
                stage.clear();
            }
            stage.add(line);
        }
        return new Image(List.copyOf(stage));
    }

    List<String> instructions(String name) {
        return lastStage.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** Makes the directory /opt/kubelens of the image at {@code home}. */
    public void assemble(Path home) throws IOException {
        for (String copy : instructions("COPY")) {
            List<String> words = Stream.of(copy.split("\\s+", -1))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            String target = words.getLast();
            for (String source : words.subList(0, words.size() - 1)) {
                copy(source, home.resolve(target).normalize(), target.endsWith("/"));
            }
        }
    }

    private static void copy(String source, Path target, boolean into) throws IOException {
        Path from = source.startsWith(DIST) ? Path.of("target/dist", source.substring(DIST.length())) : Path.of(source);
        Path to = into ? target.resolve(from.getFileName()) : target;
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
