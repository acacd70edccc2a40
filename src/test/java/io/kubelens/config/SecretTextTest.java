package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    private final Path directory;

    SecretTextTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void isTheTextItself() {
        assertThat(secret("pl$in {text}", Map.of()).reveal()).isEqualTo("pl$in {text}");
    }

    @Test
    void takesVariablesFromTheEnvironment() {
        assertThat(secret("a${X}b${Y}", Map.of("X", "1", "Y", "$2")).reveal()).isEqualTo("a1b$2");
    }

    @Test
    void doesNotExpandWhatTheEnvironmentHolds() {
        assertThat(secret("${X}", Map.of("X", "${Y}", "Y", "no")).reveal()).isEqualTo("${Y}");
        assertThat(secret("${X}", Map.of("X", "file:/etc/passwd")).reveal()).isEqualTo("file:/etc/passwd");
    }

    @Test
    void takesAFileWithoutItsLastLineEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), " s3 ${X}\nline\r\n");

        assertThat(secret("file:" + file, Map.of()).reveal()).isEqualTo(" s3 ${X}\nline");
        assertThat(secret("file://" + file, Map.of()).reveal()).isEqualTo(" s3 ${X}\nline");
        assertThat(secret("file:${DIR}/secret", Map.of("DIR", directory.toString()))
                        .reveal())
                .isEqualTo(" s3 ${X}\nline");
    }

    @Test
    void refusesAVariableThatIsNotSetOrEmpty() {
        assertThat(problem("${NOPE}", Map.of()))
                .endsWith("auth.client_secret: environment variable NOPE is not set or empty; set it");
        assertThat(problem("${NOPE}", Map.of("NOPE", ""))).contains("variable NOPE is not set or empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass${word", "pass${", "pass${}", "${pass word}", "${p-s}"})
    void refusesWhatIsNotAVariable(String text) {
        assertThat(problem(text, Map.of()))
                .contains("holds a ${...} that names no variable")
                .doesNotContain("pass");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path missing = directory.resolve("missing");
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0});
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(65_537));

        assertThat(problem("file:" + missing, Map.of())).contains("file " + missing + " cannot be read", "mount it");
        assertThat(problem("file:" + directory, Map.of())).contains("cannot be read");
        assertThat(problem("file:" + empty, Map.of())).contains("file " + empty + " is empty");
        assertThat(problem("file:" + binary, Map.of())).contains("cannot be read as text");
        assertThat(problem("file:" + large, Map.of())).contains("larger than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file:kubelens.db", "file:./x", "file:\0"})
    void refusesAFileWithoutAnAbsolutePath(String text) {
        assertThat(problem(text.replace("\0", "\\0"), Map.of())).contains("is not followed by an absolute path");
    }

    /** Whatever a password does to the YAML, no part of it may come back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*hunter2",
                "&hunter2 x",
                "!hunter2 x",
                "!hunter2!x y",
                "%hunter2",
                "@hunter2",
                "`hunter2",
                "'hunter2",
                "\"hunter2",
                "\"hun\\qhunter2\"",
                "[hunter2",
                "{hunter2",
                "{hunter2: 1, hunter2: 2}",
                "[hunter2]",
                "hunter2: hunter2",
                "|hunter2",
                "- hunter2",
                "? hunter2",
                "hunter2\n hunter2: x",
                "${hunter2",
                "file:hunter2",
                "ftp://u:hunter2@x",
                "#x\n  hunter2"
            })
    void neverRepeatsASecret(String text) {
        for (String key : new String[] {"database_url: ", "kind: sqlite\ndatabase_url: "}) {
            assertThat(Yaml.problems(Yaml.with("storage", key + text)))
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem).doesNotContain("hunter2"));
        }
    }

    private static Secret secret(String text, Map<String, String> env) {
        return Yaml.load(Yaml.with("auth", "client_secret: \"" + text + "\""), env)
                .config()
                .auth()
                .clientSecret();
    }

    private static String problem(String text, Map<String, String> env) {
        return Yaml.problems(Yaml.with("auth", "client_secret: \"" + text + "\""), env)
                .getFirst();
    }
}
