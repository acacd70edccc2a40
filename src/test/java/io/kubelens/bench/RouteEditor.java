package io.kubelens.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Edits a folder of routes as people and tools do, by the fall of dice; each edit has a number that can be asked for. */
final class RouteEditor {
    private static final String NAME = "soak-get.yaml";

    private final Path lens;
    private final Random random;
    private int links;

    /** What an edit does, and whether it is to take effect. */
    enum Kind {
        CHANGED(true),
        RENAMED(true),
        LINKED(true),
        WRITTEN_TWICE(true),
        WITH_ANOTHER_FILE(true),
        HALF(false),
        UNKNOWN_METHOD(false),
        UNKNOWN_TARGET(false),
        DUPLICATE(false);

        private final boolean good;

        Kind(boolean good) {
            this.good = good;
        }

        boolean isGood() {
            return good;
        }
    }

    private RouteEditor(Path lens, Random random) {
        this.lens = lens;
        this.random = random;
    }

    /** Makes a copy of the routes, to be edited. */
    static RouteEditor of(Path routes, Path copy, Random random) throws IOException {
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(routes.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path lens = copy.resolve("lens");
        Files.writeString(lens.resolve(NAME), text(0, "uiConfig", "view()"));
        return new RouteEditor(lens, random);
    }

    /** The file that all edits are about; its route tells the edit's number in the description. */
    private static String text(int number, String bean, String call) {
        return """
                - route:
                    id: soak-get
                    description: Edit %d.
                    from:
                      uri: platform-http
                      parameters:
                        path: /api/v1/soak
                        httpMethodRestrict: GET
                      steps:
                        - process:
                            ref: authenticate
                        - setBody:
                            expression:
                              method:
                                ref: %s
                                method: %s
                        - marshal:
                            json: {}
                """
                .formatted(number, bean, call);
    }

    Kind edit(int number) throws IOException {
        List<Kind> kinds = List.of(Kind.values());
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        Path file = lens.resolve(NAME);
        String good = text(number, "uiConfig", "view()");
        Files.deleteIfExists(lens.resolve("other-get.yaml"));
        switch (kind) {
            case CHANGED -> Files.writeString(file, good);
            case RENAMED -> rename(good);
            case LINKED -> link(good);
            case WRITTEN_TWICE -> {
                Files.writeString(file, good.substring(0, random.nextInt(good.length())));
                Awaitility.await()
                        .pollDelay(Duration.ofMillis(random.nextInt(20, 120)))
                        .until(() -> true);
                Files.writeString(file, good);
            }
            case WITH_ANOTHER_FILE -> {
                Files.writeString(lens.resolve("other-get.yaml"), good.replace("soak", "other"));
                Files.writeString(file, good);
            }
            case HALF -> Files.writeString(file, good.substring(0, good.indexOf("    ref: uiConfig")) + " [");
            case UNKNOWN_METHOD -> Files.writeString(file, text(number, "uiConfig", "sight()"));
            case UNKNOWN_TARGET ->
                Files.writeString(
                        file,
                        good.replace("        - marshal:", "        - to: {uri: direct:nobody}\n        - marshal:"));
            case DUPLICATE -> {
                Files.writeString(file, good);
                Files.writeString(lens.resolve("other-get.yaml"), good);
            }
        }
        return kind;
    }

    private void rename(String text) throws IOException {
        Path next = Files.writeString(lens.resolve(".next"), text);
        Files.move(next, lens.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As a ConfigMap's volume does it. */
    private void link(String text) throws IOException {
        Path folder = Files.createDirectory(lens.resolve("..set" + links++));
        Files.writeString(folder.resolve(NAME), text);
        Path link = Files.createSymbolicLink(lens.resolve("..data_tmp"), folder.getFileName());
        Files.move(link, lens.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Path shown = Files.createSymbolicLink(lens.resolve(".shown"), Path.of("..data", NAME));
        Files.move(shown, lens.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
