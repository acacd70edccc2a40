package io.kubelens.cli;

import io.kubelens.config.ConfigException;
import io.kubelens.config.ConfigFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubelens config check [FILE]}: the verdict of the start on config.yaml, without starting. */
@Command(name = "config", description = "Look at config.yaml.", mixinStandardHelpOptions = true)
final class ConfigCommand {
    static final String DEFAULT = "Default: $KUBELENS_CONFIG, else $KUBELENS_CONFIG_PATH,"
            + " else /etc/kubelens/config.yaml, else ./config.yaml.";

    private final Map<String, String> env;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The environment decides where the file is looked for and fills its {@code ${NAME}}s. */
    ConfigCommand(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Check a config.yaml as the start does: every key and value, and that its secrets can be had.",
                "Prints each problem as FILE:LINE: KEY: what is wrong; the fix."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:good", "1:refused, problems on standard error", "2:wrong usage"})
    int check(@Parameters(arity = "0..1", paramLabel = "FILE", description = DEFAULT) @Nullable Path file) {
        try {
            ConfigFile.Loaded loaded = ConfigFile.read(ConfigFile.locate(file, env), env);
            PrintWriter out = spec.commandLine().getOut();
            out.println(loaded.source() + ": ok");
            loaded.notices().forEach(out::println);
            return 0;
        } catch (ConfigException e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(err::println);
            return 1;
        }
    }
}
