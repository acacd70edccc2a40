package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    private static final String PASSWORD = "hunter2";
    private static final String GOOD = Yaml.with("auth", "client_secret: " + PASSWORD);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("config.yaml");
    }

    private ConfigCheck running(String yaml, Map<String, String> env) throws IOException {
        Files.writeString(file, yaml);
        Config running = ConfigFile.read(file, env).config();
        return new ConfigCheck(file, () -> running, env);
    }

    @Test
    void isContentWithAFileThatIsGoodAndRuns() throws IOException {
        assertThat(new ObjectMapper().writeValueAsString(running(GOOD, Map.of()).check()))
                .isEqualTo("{\"valid\":true,\"errors\":[],\"warnings\":[]}");
    }

    @Test
    void namesEveryErrorOfTheFileAsItIsNow() throws IOException {
        ConfigCheck check = running(GOOD, Map.of());
        Files.writeString(file, GOOD + "logs: {merge_window_ms: -1}\nserver: {adress: x}\n");

        ConfigCheck.Report report = check.check();

        assertThat(report.valid()).isFalse();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.errors())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(file + ":")
                                .contains("logs.merge_window_ms: -1 is out of range"),
                        second -> assertThat(second).contains("server.adress", "did you mean server.address?"));
    }

    @Test
    void warnsOfAFileThatIsGoodButDoesNotRun() throws IOException {
        ConfigCheck check = running(GOOD, Map.of());
        Files.writeString(file, GOOD + "logs: {max_tail_lines: 20000}\nserver: {address: ':1'}\n");

        assertThat(check.check())
                .isEqualTo(
                        new ConfigCheck.Report(
                                true,
                                List.of(),
                                List.of(
                                        file + ": is not what runs; restart needed for server.address",
                                        file
                                                + ": is not what runs yet, or was refused; see the log about logs.max_tail_lines")));

        Files.writeString(file, GOOD + "# only a comment\n");
        assertThat(check.check().warnings()).isEmpty();
    }

    @Test
    void warnsOfAnEmptyClientSecret() throws IOException {
        assertThat(running(Yaml.REQUIRED, Map.of()).check().warnings())
                .singleElement()
                .asString()
                .contains("auth.client_secret is empty", "PKCE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server     | write_timeout_seconds: 30 | server.write_timeout_seconds has no effect",
                "logs       | worker_buffer_lines: 5 | logs.worker_buffer_lines",
                "kubernetes | app_groups: {enabled: true} | groups nothing without",
                "kubernetes | custom_resources: [{group: a.b, version: v1, resource: cs, kind: C, enabled: true}] "
                        + "| kubernetes.custom_resources[0] has no pods",
            })
    void warnsOfWhatIsProbablyNotMeant(String section, String line, String warning) throws IOException {
        assertThat(running(Yaml.with(section, line), Map.of()).check().warnings())
                .anySatisfy(text -> assertThat(text).startsWith(file + ":").contains(warning));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kubernetes | custom_resources: [{group: a.b, version: v1, resource: cs, kind: C, enabled: false}]",
                "kubernetes | custom_resources: [{group: a.b, version: v1, resource: cs, kind: C, enabled: true, pod_label_key: x/y}]",
                "logs       | {rate_limit_per_minute: 60, rate_limit_burst: 0}",
            })
    void warnsOfNothingElse(String section, String line) throws IOException {
        assertThat(running(Yaml.with(section, line), Map.of()).check().warnings())
                .singleElement()
                .asString()
                .contains("auth.client_secret");
    }

    @Test
    void saysSoWhenTheFileIsGone() throws IOException {
        ConfigCheck check = running(GOOD, Map.of());
        Files.delete(file);

        assertThat(check.check().valid()).isFalse();
        assertThat(check.check().errors()).singleElement().asString().contains("does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auth    | client_secret: [hunter2]",
                "auth    | client_secret: {hunter2: hunter2}",
                "auth    | client_secret: \"hunter2",
                "auth    | client_secret: !hunter2 x",
                "auth    | client_secret: *hunter2",
                "storage | database_url: mysql://u:hunter2@h/d",
                "storage | database_url: ${DB}",
                "cache   | {enabled: true, redis_url: 'http://:hunter2@h'}",
            })
    void showsNoSecretWhateverIsWrongWithIt(String section, String line) throws IOException {
        ConfigCheck check = running(GOOD, Map.of("DB", "mysql://u:hunter2@h/d"));
        Files.writeString(file, Yaml.with(section, line));

        assertThat(check.check().errors()).isNotEmpty().noneMatch(text -> text.contains(PASSWORD));
    }
}
