package io.kubelens.demo;

import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kubelens routes test}: what routes answer, held against case files, on the embedded cluster. */
@Command(
        name = "kubelens routes test",
        description = {
            "Play route cases against a gateway on an embedded cluster and issuer, all in this process.",
            "A case is a request and the answer that is right: CASES_DIR/<route-id>/<what-happens>.yaml."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every case holds", "1:a case does not hold, or the routes are refused", "2:wrong usage"})
public final class PlayCases implements Callable<Integer> {
    private final Path home = Path.of(System.getProperty("kubelens.home", "."));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "A folder of routes, or one with a folder per pack; may be repeated."
                    + " Default: routes/ beside the launcher.")
    private List<Path> routes = List.of(home.resolve("routes"));

    @Parameters(
            arity = "0..1",
            paramLabel = "CASES_DIR",
            description = "A folder of cases, or one case. Default: src/test/resources/cases beside the launcher.")
    private Path cases = home.resolve("src/test/resources/cases");

    public static void main(String[] args) {
        // Before the first logger: an audit line for each case would bury the report.
        System.setProperty("logback.configurationFile", "demo/cases-log.xml");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PlayCases());
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.exists(cases)) {
            throw new ParameterException(spec.commandLine(), cases + ": no such folder of cases");
        }
        try {
            List<Path> files = new RouteCases(cases).files();
            if (files.isEmpty()) {
                throw new ParameterException(spec.commandLine(), cases + ": holds no case, which is a file *.yaml");
            }
            return play(files);
        } catch (RoutesRefused e) {
            e.problems().forEach(err::println);
        } catch (IOException | IllegalStateException e) {
            err.println("kubelens routes test: " + e.getMessage());
        }
        return 1;
    }

    private int play(List<Path> files) throws IOException {
        Path settings = home.resolve("application.properties");
        String properties = Files.exists(settings) ? settings.toString() : "";
        long begun = System.nanoTime();
        try (DemoGateway gateway = DemoGateway.start(DemoGateway.Ports.FREE, routes, properties);
                RouteCasePlayer player = new RouteCasePlayer(gateway.url(), gateway.issuer(), gateway.cluster())) {
            CaseReport report = new CaseReport(spec.commandLine().getOut(), new RouteCases(cases));
            for (Path file : files) {
                report.add(file, differences(player, file));
            }
            report.end(Duration.ofNanos(System.nanoTime() - begun));
            return report.failed() == 0 ? 0 : 1;
        }
    }

    /** A file that is no case fails like one that does not hold; the others are played all the same. */
    private static List<String> differences(RouteCasePlayer player, Path file) throws IOException {
        @Nullable RouteCase read;
        try {
            read = RouteCase.read(file);
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        return player.play(read);
    }
}
