package io.kubelens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private static final String GOOD =
            """
            auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
            kubernetes: {allowed_namespaces: [default]}
            """;

    private final Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ConfigCommandTest(@TempDir Path directory) {
        file = directory.resolve("config.yaml");
    }

    @Test
    void saysOkAndItsNotices() throws IOException {
        Files.writeString(file, GOOD + "logs: {redis_url: x}\n");

        assertThat(run(Map.of(), "check", file.toString())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ": ok",
                        file + ":3: logs.redis_url has no effect: replicas do not share log streams; remove it");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysEveryProblemOnStandardErrorAndFails() throws IOException {
        Files.writeString(file, GOOD + "logs: {max_streams: x}\nserver: {adress: y}\n");

        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":3: logs.max_streams: 'x' is not a whole number; write one such as 10000",
                        file + ":4: server.adress: is not a known key; did you mean server.address?");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void looksWhereTheEnvironmentSays() throws IOException {
        Files.writeString(file, GOOD);

        assertThat(run(Map.of("KUBELENS_CONFIG", file.toString()), "check")).isZero();
        assertThat(out.toString().lines()).containsExactly(file + ": ok");
    }

    @Test
    void failsOnAMissingFile() {
        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(file + ": is named on the command line but is not a file");
    }

    @Test
    void explainsWrongUsage() {
        assertThat(run(Map.of(), "check", "--fast")).isEqualTo(2);
        assertThat(run(Map.of(), "check", "a", "b")).isEqualTo(2);
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--fast'", "Missing required subcommand");
    }

    @Test
    void helps() {
        assertThat(run(Map.of(), "check", "--help")).isZero();
        assertThat(out.toString()).contains("config check", "[FILE]", "KUBELENS_CONFIG", "Exit codes:");
    }

    private int run(Map<String, String> env, String... args) {
        return new CommandLine(new ConfigCommand(env))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
