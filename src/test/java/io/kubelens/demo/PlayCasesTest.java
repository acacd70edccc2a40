package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlayCasesTest {
    private static final String HOLDS = "request: {method: GET, path: /healthz}\nexpect: {status: 200}\n";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void saysForEachRouteHowManyCasesHold() throws IOException {
        write("cases/healthz/nobody.yaml", HOLDS);
        write("cases/healthz/again.yaml", HOLDS);
        write("cases/readyz/nobody.yaml", HOLDS.replace("healthz", "readyz"));

        assertThat(run("--routes", "routes", folder.resolve("cases").toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString().lines().toList())
                .startsWith("ok     healthz: 2", "ok     readyz: 1")
                .hasSize(3);
        assertThat(out.toString()).contains("3 passed, 0 failed, in ");
    }

    @Test
    void namesWhatDoesNotHoldAndWhere() throws IOException {
        write("cases/healthz/good.yaml", HOLDS);
        write("cases/healthz/wrong.yaml", HOLDS.replace("status: 200", "status: 200, json: {status: ill}"));
        write("cases/healthz/no-case.yaml", "request: {path: /healthz}\n");

        assertThat(run("--routes", "routes", folder.resolve("cases").toString()))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "FAILED healthz/wrong.yaml\n    json.status: expected \"ill\", got \"",
                        "FAILED healthz/no-case.yaml\n    ",
                        "request.method is missing",
                        "FAILED healthz: 2 of 3\n",
                        "1 passed, 2 failed");
    }

    @Test
    void saysWhyRoutesAreRefused() throws IOException {
        write("routes/thing.yaml", "- route:\n    id: other\n");
        write("routes/store/memory.yaml", "[]");
        Path played = write("healthz.yaml", HOLDS);

        assertThat(run("--routes", folder.resolve("routes").toString(), played.toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("routes/thing.yaml:1: other: the id is not the file's name");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void explainsWrongUsage() throws IOException {
        Files.createDirectories(folder.resolve("empty"));

        assertThat(run(folder.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(run(folder.resolve("empty").toString())).isEqualTo(2);
        assertThat(run("--fast")).isEqualTo(2);
        assertThat(err.toString()).contains("no such folder of cases", "holds no case", "Unknown option: '--fast'");
    }

    @Test
    void helps() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("kubelens routes test", "CASES_DIR", "--routes", "Exit codes:");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private int run(String... args) {
        return PlayCases.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
