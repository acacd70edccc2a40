package io.kubelens.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads configuration that a test writes out. */
final class Yaml {
    static final Path FILE = Path.of("config.yaml");

    /** Every required key, and nothing else. */
    static final String REQUIRED =
            """
            auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
            kubernetes: {allowed_namespaces: [default]}
            """;

    private Yaml() {}

    static Config config(String yaml) {
        return load(yaml, Map.of()).config();
    }

    static ConfigFile.Loaded load(String yaml, Map<String, String> env) {
        return ConfigFile.parse(FILE, yaml, env);
    }

    static List<String> problems(String yaml) {
        return problems(yaml, Map.of());
    }

    static List<String> problems(String yaml, Map<String, String> env) {
        try {
            ConfigFile.parse(FILE, yaml, env);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    /** A line in a section (none: at the top), with the required keys around it. */
    static String with(String section, String line) {
        String auth = "  keycloak_url: http://localhost:8180\n  realm: kubelens\n  client_id: kubelens\n";
        String kubernetes = "  allowed_namespaces: [default]\n";
        String indented = line.isEmpty() ? "" : line.indent(2);
        return switch (section) {
            case "auth" -> "auth:\n" + indented + without(auth, line) + "kubernetes:\n" + kubernetes;
            case "kubernetes" -> "kubernetes:\n" + indented + without(kubernetes, line) + "auth:\n" + auth;
            case "" -> line + "\nauth:\n" + auth + "kubernetes:\n" + kubernetes;
            default -> section + ":\n" + indented + "auth:\n" + auth + "kubernetes:\n" + kubernetes;
        };
    }

    /** A key that the test writes itself is not written twice. */
    private static String without(String defaults, String line) {
        String key = line.replaceFirst(":(?s).*", ":");
        return defaults.lines()
                .filter(each -> !each.strip().startsWith(key))
                .map(each -> each + "\n")
                .reduce("", String::concat);
    }
}
