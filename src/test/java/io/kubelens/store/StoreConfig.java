package io.kubelens.store;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configurations of stores, read from files as the product reads them. */
public final class StoreConfig {
    private StoreConfig() {}

    public static Config read(Path directory, String sections) {
        try {
            Path file = Files.createTempFile(directory, "config", ".yaml");
            Files.writeString(
                    file,
                    """
                    auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
                    kubernetes: {allowed_namespaces: [default]}
                    """
                            + sections);
            return ConfigFile.read(file, Map.of()).config();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
