package io.kubelens.cli;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which route files would run together, each set as the {@link Launch} that would run it. */
final class RouteSets {
    /** The folder that holds a file per store, of which one is taken. */
    private static final String STORE = "store";

    private final List<Path> roots;
    private final String properties;
    private final Map<String, String> env;

    RouteSets(@Nullable Path folder, Map<String, String> env) throws IOException {
        CamelSettings camel = CamelSettings.find();
        this.roots = folder == null ? camel.routes() : List.of(folder);
        this.properties = camel.file();
        this.env = env;
    }

    List<Path> roots() {
        return roots;
    }

    /** Every file of every pack and store. */
    List<RouteFile> files() throws IOException {
        Set<String> folders = new TreeSet<>(Config.PACKS);
        folders.add(STORE);
        return RouteFile.read(roots, folders);
    }

    /** What a configuration chooses; without one all packs, with each store in turn. */
    List<Launch> launches(@Nullable Path config) throws IOException {
        if (config != null) {
            return List.of(launch(ConfigFile.read(ConfigFile.locate(config, env), env)));
        }
        List<String> stores = files().stream()
                .filter(file -> file.folder().equals(STORE))
                .map(RouteFile::stem)
                .toList();
        return (stores.isEmpty() ? List.of("memory") : stores)
                .stream().map(RouteSets::any).map(this::launch).toList();
    }

    private Launch launch(ConfigFile.Loaded loaded) {
        return new Launch(loaded, new Gateway.Listen("127.0.0.1", 0), 0, roots, null, properties);
    }

    /**
     * The least that a configuration with that store must say; nobody is at these addresses, and nobody is asked. A
     * store of somebody's own gets all there is.
     */
    private static ConfigFile.Loaded any(String store) {
        String database =
                switch (store) {
                    case "memory", "redis" -> "";
                    case "postgres" -> "postgres://127.0.0.1:9/none";
                    default -> "sqlite:///kubelens.db";
                };
        boolean redis = store.equals("redis") || !Config.Storage.KINDS.contains(store);
        String text =
                """
                packs: [%s]
                auth: {keycloak_url: "http://127.0.0.1:9", realm: none, client_id: none}
                kubernetes: {allowed_namespaces: [none]}
                storage: {kind: %s, database_url: "%s"}
                cache: {enabled: %s, redis_url: "redis://127.0.0.1:9"}
                """
                        .formatted(String.join(", ", Config.PACKS), store, database, redis);
        return ConfigFile.parse(Path.of("all packs, store " + store), text, Map.of());
    }
}
