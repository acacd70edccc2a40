package io.kubelens.cli;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigException;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubelens serve}: the gateway. */
@Command(
        name = "serve",
        description = "Run the gateway until it is stopped.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped", "1:could not start, the reason on standard error", "2:wrong usage"})
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Main.Server server;
    private final Map<String, String> env;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = ConfigCommand.DEFAULT)
    private @Nullable Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "A folder of routes, or one with a folder per pack; may be repeated."
                    + " Default: as application.properties says.")
    private List<Path> routes = List.of();

    @Option(names = "--port", paramLabel = "PORT", description = "The main port; 0 for any free one. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The port of /metrics; 0 for none. Default: 8081.")
    private @Nullable Integer managementPort;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach Kubernetes. Default: $KUBECONFIG, else the pod's service account.")
    private @Nullable Path kubeconfig;

    ServeCommand(Main.Server server, Map<String, String> env) {
        this.server = server;
        this.env = env;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return server.serve(launch());
        } catch (ConfigException e) {
            e.problems().forEach(err::println);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Could not start", e);
            err.println("kubelens: " + e.getMessage());
        }
        return 1;
    }

    private Launch launch() throws IOException {
        ConfigFile.Loaded loaded = ConfigFile.read(ConfigFile.locate(config, env), env);
        LOG.info("Configuration: {}", loaded.source());
        loaded.notices().forEach(LOG::warn);
        CamelSettings camel = CamelSettings.find();
        Config.Server server = loaded.config().server();
        int main = port != null ? port : server.port().orElse(camel.port());
        return new Launch(
                loaded,
                new Gateway.Listen(server.host().orElse("0.0.0.0"), main),
                managementPort != null ? managementPort : camel.managementPort(),
                routes.isEmpty() ? camel.routes() : routes,
                kubeconfig,
                camel.file());
    }
}
