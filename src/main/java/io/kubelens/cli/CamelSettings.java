package io.kubelens.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What application.properties says: how Camel runs.
 *
 * @param file the file, or empty when there is none
 * @param routes the folders that {@code camel.main.routesIncludePattern} names
 */
record CamelSettings(String file, int port, int managementPort, List<Path> routes) {
    private static final String PATTERN = "camel.main.routesIncludePattern";

    /** Reads the file beside the launcher, or in the working directory. */
    static CamelSettings find() throws IOException {
        Path home = Path.of(System.getProperty("kubelens.home", "."));
        Path file = home.resolve("application.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return new CamelSettings(
                Files.exists(file) ? file.toString() : "",
                number(properties, "camel.server.port", 8080),
                number(properties, "camel.management.port", 8081),
                folders(home, properties.getProperty(PATTERN, "file:routes/*/*.yaml")));
    }

    private static int number(Properties properties, String key, int otherwise) {
        String value = properties.getProperty(key, "").strip();
        try {
            return value.isEmpty() ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("application.properties: " + key + " must be a port number");
        }
    }

    /** The folder before the first wildcard; which packs below it count is config.yaml's to say. */
    private static List<Path> folders(Path home, String patterns) {
        return Arrays.stream(patterns.split(",", -1))
                .map(String::strip)
                .filter(pattern -> pattern.startsWith("file:"))
                .map(pattern -> pattern.substring("file:".length()))
                .map(pattern -> pattern.contains("*") ? pattern.substring(0, pattern.indexOf('*')) : pattern)
                .map(home::resolve)
                .distinct()
                .toList();
    }
}
