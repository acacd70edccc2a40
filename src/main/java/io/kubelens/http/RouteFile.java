package io.kubelens.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
     * @throws IOException if a root or the store is missing or a file cannot be read
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
            throw new IOException("storage.kind: there is no store/" + store + ".yaml in "
                    + String.join(", ", roots.stream().map(Path::toString).toList()) + "; there is "
                    + (stores.isEmpty()
                            ? "none"
                            : String.join(
                                    ", ", stores.stream().map(RouteFile::stem).toList())));
        }
        files.addAll(chosen);
        return files;
    }

    /**
     * Those in the roots and in some of their folders.
     *
     * @param folders which are taken where they are there, for example the packs
     * @throws IOException if a root is missing or a file cannot be read
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
            for (Path path : list.filter(RouteFile::isRoute).sorted().toList()) {
                if (Files.size(path) > MAX_BYTES) {
                    throw new IOException(path + " is larger than " + MAX_BYTES / 1024 + " KiB; split it");
                }
                String last = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
                files.add(new RouteFile(path.toString(), last, Files.readString(path, StandardCharsets.UTF_8)));
            }
        }
        return files;
    }

    private static boolean isRoute(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".yaml")
                && !name.startsWith(".")
                && !name.equals("kustomization.yaml")
                && Files.isRegularFile(path);
    }

    /** The name without folder and suffix. */
    public String stem() {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.endsWith(".yaml") ? last.substring(0, last.length() - 5) : last;
    }
}
