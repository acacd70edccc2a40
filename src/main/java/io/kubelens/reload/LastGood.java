package io.kubelens.reload;

import io.kubelens.config.Config;
import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last set of route files that ran, in a folder of its own: {@code current} links to them, and is moved in one
 * step when all of the next ones have been written.
 */
public final class LastGood {
    private static final String CURRENT = "current";
    private static final String SET = "set-";

    private final Path folder;

    /** @param folder made when it is not there; nothing else may be in it */
    public LastGood(Path folder) {
        this.folder = folder;
    }

    /** That of the configuration, or null when none is kept. */
    public static @Nullable LastGood of(Config.Routes config) {
        return config.lastGoodDir().isEmpty() ? null : new LastGood(Path.of(config.lastGoodDir()));
    }

    Path folder() {
        return folder;
    }

    /**
     * Keeps these in place of those before.
     *
     * @throws IOException if they cannot be written; those before are still kept
     */
    void keep(List<RouteFile> files) throws IOException {
        Files.createDirectories(folder);
        try {
            use(write(files));
        } finally {
            deleteAllButCurrent();
        }
    }

    private Path write(List<RouteFile> files) throws IOException {
        Path set = Files.createDirectory(folder.resolve(SET + UUID.randomUUID()));
        int number = 0;
        for (RouteFile file : files) {
            // The number keeps the order, and apart what has the same name in two folders.
            Path path = set.resolve("%04d".formatted(number++))
                    .resolve(file.folder())
                    .resolve(last(file.name()));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.yaml(), StandardCharsets.UTF_8);
        }
        try (Stream<Path> tree = Files.walk(set)) {
            for (Path path : tree.toList()) {
                force(path);
            }
        }
        return set;
    }

    private void use(Path set) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve(SET + UUID.randomUUID()), set.getFileName());
        try {
            Files.move(link, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(folder + " is on a file system without atomic moves", e);
        }
        force(folder);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** A file or a folder is on the disk before anything refers to it: a node may lose its power at any time. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void deleteAllButCurrent() throws IOException {
        Path current = folder.resolve(CURRENT);
        Path kept = Files.isSymbolicLink(current) ? folder.resolve(Files.readSymbolicLink(current)) : current;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path other : all.filter(path -> last(path.toString()).startsWith(SET) && !path.equals(kept))
                    .toList()) {
                deleteTree(other);
            }
        }
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * What is kept; empty when there is nothing yet.
     *
     * @throws IOException if it cannot be read
     */
    List<RouteFile> read() throws IOException {
        Path current = folder.resolve(CURRENT);
        if (!Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<RouteFile> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(current.toRealPath())) {
            for (Path path : tree.filter(Files::isRegularFile).sorted().toList()) {
                Path parent = Objects.requireNonNull(path.getParent());
                String name = String.valueOf(parent.getFileName());
                files.add(new RouteFile(path.toString(), name, Files.readString(path, StandardCharsets.UTF_8)));
            }
        }
        return files;
    }
}
