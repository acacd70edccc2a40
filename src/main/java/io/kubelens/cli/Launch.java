package io.kubelens.cli;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} was told, in one piece.
 *
 * @param loaded the configuration, and where it was read from
 * @param managementPort 0 for no management server
 * @param routes folders of routes, see {@link io.kubelens.http.RouteFile#read}
 * @param kubeconfig null for in-cluster
 * @param properties the file of Camel's settings, or empty
 */
public record Launch(
        ConfigFile.Loaded loaded,
        Gateway.Listen listen,
        int managementPort,
        List<Path> routes,
        @Nullable Path kubeconfig,
        String properties) {
    public Config config() {
        return loaded.config();
    }
}
