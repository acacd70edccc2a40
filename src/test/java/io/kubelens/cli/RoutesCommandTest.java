package io.kubelens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.http.RouteProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RoutesCommandTest {
    private static final RouteProblem PROBLEM =
            new RouteProblem("routes/lens/a.yaml", 3, "a", "the id is not the file's name; rename the file to b.yaml");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Launch> judged = new ArrayList<>();
    private final List<RouteProblem> problems = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void saysThatRoutesAreGood() {
        assertThat(run("check", folder.toString())).isZero();

        assertThat(out.toString().lines()).containsExactly(folder + ": ok");
        assertThat(err.toString()).isEmpty();
        assertThat(judged).singleElement().satisfies(launch -> {
            assertThat(launch.routes()).containsExactly(folder);
            assertThat(launch.config().packs()).containsExactlyInAnyOrder("lens", "fleet", "hatch");
        });
    }

    @Test
    void saysEveryProblemOnStandardErrorAndFails() {
        problems.add(PROBLEM);

        assertThat(run("check", folder.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly("routes/lens/a.yaml:3: a: the id is not the file's name; rename the file to b.yaml");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysProblemsInJson() throws IOException {
        problems.add(PROBLEM);

        assertThat(run("check", "--format", "json", folder.toString())).isEqualTo(1);

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer).hasSize(1);
        assertThat(answer.get(0).path("line").asInt()).isEqualTo(3);
        assertThat(answer.get(0).path("reason").asText()).isEqualTo("the id is not the file's name");
        assertThat(answer.get(0).path("fix").asText()).isEqualTo("rename the file to b.yaml");
    }

    @Test
    void checksWithEachStoreInTurn() throws IOException {
        for (String store : List.of("memory", "postgres", "redis", "sqlite", "own")) {
            write("store/" + store + ".yaml", "[]");
        }

        assertThat(run("check", folder.toString())).isZero();

        assertThat(judged)
                .extracting(launch -> launch.config().storage().kind())
                .containsExactly("memory", "own", "postgres", "redis", "sqlite");
    }

    @Test
    void saysOnceWhatIsWrongWithEveryStore() throws IOException {
        write("store/memory.yaml", "[]");
        write("store/redis.yaml", "[]");
        problems.add(PROBLEM);

        assertThat(run("check", folder.toString())).isEqualTo(1);

        assertThat(judged).hasSize(2);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void checksWhatAConfigurationChooses() throws IOException {
        Path config = write(
                "config.yaml",
                """
                packs: [lens]
                auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
                kubernetes: {allowed_namespaces: [default]}
                """);

        assertThat(run("check", "--config", config.toString(), folder.toString()))
                .isZero();

        assertThat(judged)
                .singleElement()
                .extracting(launch -> launch.config().packs())
                .isEqualTo(Set.of("lens"));
    }

    @Test
    void refusesABadConfiguration() throws IOException {
        Path config = write("config.yaml", "packs: [cargo]\n");

        assertThat(run("check", "--config", config.toString(), folder.toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("is not a pack");
        assertThat(judged).isEmpty();
    }

    @Test
    void explainsWrongUsage() {
        assertThat(run("check", folder.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(run("check", "--fast")).isEqualTo(2);
        assertThat(run("check", "--format", "xml")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("no folder of routes at", "Unknown option: '--fast'", "xml");
    }

    @Test
    void helps() {
        assertThat(run("check", "--help")).isZero();
        assertThat(out.toString()).contains("routes check", "[DIR]", "--config", "--format", "Exit codes:");
    }

    @Test
    void listsTheShippedRoutes() {
        assertThat(run("list", "routes")).isZero();

        List<String> lines =
                out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines)
                .contains(
                        "ID METHOD PATH ACCESS FILE DESCRIPTION",
                        "pod-get GET /api/v1/namespaces/{ns}/pods/{name} token routes/lens/pod-get.yaml One pod",
                        "healthz GET /healthz public routes/lens/healthz.yaml Whether the process lives")
                .anyMatch(line -> line.startsWith("audit direct:audit routes/lens/audit.yaml"));
    }

    @Test
    void listsInJson() throws IOException {
        assertThat(run("list", "--format", "json", "routes")).isZero();

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer).anySatisfy(route -> {
            assertThat(route.path("id").asText()).isEqualTo("healthz");
            assertThat(route.path("method").asText()).isEqualTo("GET");
            assertThat(route.path("path").asText()).isEqualTo("/healthz");
            assertThat(route.path("public").asBoolean()).isTrue();
        });
    }

    @Test
    void listsNothingOfWhatIsNotYaml() throws IOException {
        write("a.yaml", "- route: {");

        assertThat(run("list", folder.toString())).isEqualTo(1);

        assertThat(err.toString()).startsWith(folder + "/a.yaml:1: -: not YAML");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private int run(String... args) {
        RoutesCommand command = new RoutesCommand(
                launch -> {
                    judged.add(launch);
                    return problems;
                },
                Map.of());
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
