package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubelens.cli.Launch;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Puts each file of {@code src/test/resources/broken-routes} beside the shipped routes: the checker and the start refuse
 * it alike. Its first line is a comment with the line and what is wrong there, without the fix.
 */
final class BrokenRoutesTest {
    private static final Path BROKEN = Path.of("src/test/resources/broken-routes");
    private static final String CONFIG =
            """
            auth: {keycloak_url: "http://127.0.0.1:9", realm: none, client_id: none}
            kubernetes: {allowed_namespaces: [none]}
            """;

    private static final String KUBECONFIG =
            """
            current-context: none
            contexts: [{name: none, context: {cluster: none}}]
            clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isRefusedByTheCheckerAsByTheStart(Path file) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("more"));
        Files.copy(file, routes.resolve(String.valueOf(file.getFileName())));
        Launch launch = launch(List.of(Path.of("routes"), routes));
        String expected = Files.readAllLines(file).getFirst().substring("# ".length());

        List<RouteProblem> problems = KubeLens.check(launch);
        RoutesRefused refused = catchThrowableOfType(
                RoutesRefused.class, () -> KubeLens.start(launch).close());

        assertThat(problems).isNotEmpty().allSatisfy(problem -> assertThat(problem.fix())
                .as(problem.toString())
                .isNotBlank());
        assertThat(refused.problems()).isEqualTo(problems);
        if (Character.isDigit(expected.charAt(0))) {
            assertThat(problems).anySatisfy(problem -> assertThat(problem.line() + ": " + problem.wrong())
                    .isEqualTo(expected));
        } else {
            assertThat(problems).extracting(RouteProblem::wrong).contains(expected);
        }
    }

    @Test
    void takesTheShippedRoutes() throws IOException {
        assertThat(KubeLens.check(launch(List.of(Path.of("routes"))))).isEmpty();
    }

    @Test
    void coversAtLeastSixtyMistakes() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(60);
    }

    static Stream<Named<Path>> files() throws IOException {
        try (Stream<Path> files = Files.list(BROKEN)) {
            return files.sorted().map(file -> Named.of(String.valueOf(file.getFileName()), file)).toList().stream();
        }
    }

    private Launch launch(List<Path> routes) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KUBECONFIG);
        return new Launch(
                ConfigFile.parse(Path.of("config.yaml"), CONFIG, Map.of()),
                new Gateway.Listen("127.0.0.1", 0),
                0,
                routes,
                kubeconfig,
                "application.properties");
    }
}
