package io.kubelens.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.config.ConfigException;
import io.kubelens.http.RouteEntry;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubelens routes check [DIR]} and {@code kubelens routes list [DIR]}. */
@Command(
        name = "routes",
        description = "Look at route files.",
        mixinStandardHelpOptions = true,
        footer = "In a checkout also: kubelens routes test, which plays route cases.")
final class RoutesCommand {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DIR = "A folder of routes, or one with a folder per pack."
            + " Default: as application.properties beside the launcher says.";

    private final Main.Judge judge;
    private final Map<String, String> env;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** How an answer is written. */
    enum Format {
        TEXT,
        JSON
    }

    RoutesCommand(Main.Judge judge, Map<String, String> env) {
        this.judge = judge;
        this.env = Map.copyOf(env);
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Say what the gateway would say of route files, without a cluster and without serving.",
                "Looks at their form, at Camel's schema and at the rules of the house, then starts them for a moment.",
                "Prints each problem as FILE:LINE: ROUTE: what is wrong; the fix."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:good", "1:refused, problems on standard error", "2:wrong usage"})
    int check(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "Check the packs and the store that this config.yaml chooses."
                                    + " Default: all packs, with each store in turn.")
                    @Nullable
                    Path config,
            @Option(
                            names = "--format",
                            defaultValue = "TEXT",
                            paramLabel = "FORMAT",
                            description = "text, or json on standard output.")
                    Format format,
            @Parameters(arity = "0..1", paramLabel = "DIR", description = DIR) @Nullable Path folder) {
        try {
            RouteSets sets = new RouteSets(folder, env);
            Set<RouteProblem> problems = problems(sets, config);
            if (format == Format.JSON) {
                print(problems.stream().map(RoutesCommand::members).toList());
            } else if (problems.isEmpty()) {
                sets.roots().forEach(root -> out().println(root + ": ok"));
            } else {
                problems.forEach(err()::println);
            }
            return problems.isEmpty() ? 0 : 1;
        } catch (ConfigException e) {
            e.problems().forEach(err()::println);
            return 1;
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private Set<RouteProblem> problems(RouteSets sets, @Nullable Path config) throws IOException {
        Set<RouteProblem> problems = new LinkedHashSet<>();
        try {
            for (Launch launch : sets.launches(config)) {
                problems.addAll(judge.check(launch));
            }
        } catch (RoutesRefused e) {
            problems.addAll(e.problems());
        }
        return problems;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "List the routes of all packs and stores: id, method, path, file, description.",
                "\"public\" answers without a token; a route without a method is called by other routes or by Java."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "1:a file is not YAML", "2:wrong usage"})
    int list(
            @Option(names = "--format", defaultValue = "TEXT", paramLabel = "FORMAT", description = "text or json.")
                    Format format,
            @Parameters(arity = "0..1", paramLabel = "DIR", description = DIR) @Nullable Path folder) {
        try {
            List<RouteEntry> entries = RouteEntry.of(new RouteSets(folder, env).files());
            if (format == Format.JSON) {
                print(entries.stream().map(RoutesCommand::members).toList());
            } else {
                RouteColumns.of(entries).forEach(out()::println);
            }
            return 0;
        } catch (RoutesRefused e) {
            e.problems().forEach(err()::println);
            return 1;
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private int unreadable(IOException e) {
        err().println("kubelens routes: " + e.getMessage());
        return 2;
    }

    private static Map<String, Object> members(RouteProblem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", problem.file());
        members.put("line", problem.line());
        members.put("route", problem.route());
        members.put("reason", problem.wrong());
        members.put("fix", problem.fix());
        return members;
    }

    private static Map<String, Object> members(RouteEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", entry.id());
        members.put("method", entry.method());
        members.put("path", entry.path());
        members.put("file", entry.file());
        members.put("line", entry.line());
        members.put("description", entry.description());
        members.put("public", entry.open());
        return members;
    }

    private void print(List<Map<String, Object>> answer) {
        try {
            out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
