package io.kubelens.cli;

import io.kubelens.http.RouteProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code kubelens}. */
@Command(
        name = "kubelens",
        description = "A gateway to Kubernetes made of Apache Camel routes in YAML.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    private Main() {}

    /** What {@code serve} does once its arguments are understood: run until stopped, and say the exit code. */
    @FunctionalInterface
    public interface Server {
        int serve(Launch launch) throws IOException, InterruptedException;
    }

    /** What {@code routes check} asks: why {@code serve} would refuse the routes; nothing when it would take them. */
    @FunctionalInterface
    public interface Judge {
        List<RouteProblem> check(Launch launch) throws IOException;
    }

    /** Runs one command; the result is the exit code of the process (2 for wrong usage). */
    public static int run(Server server, Judge judge, String... args) {
        return commandLine(server, judge).execute(args);
    }

    static CommandLine commandLine(Server server, Judge judge) {
        Map<String, String> env = System.getenv();
        return new CommandLine(new Main())
                .addSubcommand(new ServeCommand(server, env))
                .addSubcommand(new ConfigCommand(env))
                .addSubcommand(new RoutesCommand(judge, env))
                .addSubcommand(new StatusCommand(env))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command");
        }
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"kubelens " + (version == null ? "(not packaged)" : version)};
        }
    }
}
