package io.kubelens.http;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A route file, read once: what was checked is what runs, also when somebody is writing the file meanwhile.
 *
 * @param name how messages call it
 * @param folder the name of the folder it lies in, for example {@code lens} or {@code store}
 */
public record RouteFile(String name, String folder, String yaml) {
    /** A route file is a page, not a book. */
    private static final long MAX_BYTES = 256 * 1024;

    /**
     * The route files of the chosen packs, and that of the chosen store.
     *
     * @param roots folders that hold {@code *.yaml} themselves, or a folder for each pack and {@code store}
     * @param store a name in {@code store/}, without {@code .yaml}
     * @throws IOException if a root is missing
     * @throws RoutesRefused if the store is missing or a file cannot be read
     */
    public static List<RouteFile> read(List<Path> roots, Set<String> packs, String store) throws IOException {
        List<RouteFile> files = read(roots, packs);
        List<RouteFile> stores = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root.resolve("store"))) {
                stores.addAll(folder(root.resolve("store")));
            }
        }
        List<RouteFile> chosen =
                stores.stream().filter(file -> file.stem().equals(store)).toList();
        if (chosen.isEmpty()) {
            Path missing = roots.getLast().resolve("store").resolve(store + ".yaml");
            List<String> known = stores.stream().map(RouteFile::stem).toList();
            throw refused(
                    missing,
                    "the store that storage.kind chooses has no file; write it or choose one of "
                            + (known.isEmpty() ? "those in KubeLens' own routes/store" : String.join(", ", known)));
        }
        files.addAll(chosen);
        return files;
    }

    /**
     * Those in the roots and in some of their folders.
     *
     * @param folders which are taken where they are there, for example the packs
     * @throws IOException if a root is missing
     * @throws RoutesRefused if a file cannot be read
     */
    public static List<RouteFile> read(List<Path> roots, Set<String> folders) throws IOException {
        List<RouteFile> files = new ArrayList<>();
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                throw new IOException("no folder of routes at " + root + "; give one with --routes DIR");
            }
            files.addAll(folder(root));
            for (String folder : folders.stream().sorted().toList()) {
                if (Files.isDirectory(root.resolve(folder))) {
                    files.addAll(folder(root.resolve(folder)));
                }
            }
        }
        return files;
    }

    private static List<RouteFile> folder(Path folder) throws IOException {
        List<RouteFile> files = new ArrayList<>();
        try (Stream<Path> list = Files.list(folder)) {
            String last = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            for (Path path : list.filter(RouteFile::isRoute).sorted().toList()) {
                files.add(new RouteFile(path.toString(), last, text(path)));
            }
        }
        return files;
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw refused(path, "the file is larger than " + MAX_BYTES / 1024 + " KiB; split it");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw refused(path, "the file is listed and cannot be found; bring back what the link leads to");
        } catch (CharacterCodingException e) {
            throw refused(path, "the file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw refused(path, "the file cannot be read (" + e.getClass().getSimpleName() + "); check its rights");
        }
    }

    private static RoutesRefused refused(Path path, String reason) {
        return new RoutesRefused(List.of(new RouteProblem(path.toString(), 1, "-", reason)));
    }

    /** Also a link to nowhere: a file that cannot be read is no file that was deleted. */
    private static boolean isRoute(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".yaml")
                && !name.startsWith(".")
                && !name.equals("kustomization.yaml")
                && !Files.isDirectory(path);
    }

    /** The name without folder and suffix. */
    public String stem() {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.endsWith(".yaml") ? last.substring(0, last.length() - 5) : last;
    }
}
