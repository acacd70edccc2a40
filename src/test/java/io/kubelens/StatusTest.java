package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.cli.Main;
import io.kubelens.demo.DemoGateway;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code status} on a running gateway. */
@SuppressWarnings("NullAway.Init")
final class StatusTest {
    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @TempDir
    private Path folder;

    private record Said(int code, String out, String err) {}

    private Said status(String user, String... more) throws Exception {
        DemoGateway gateway = DEMO.gateway();
        Path token = Files.writeString(folder.resolve("token"), gateway.issuer().token(user) + "\n");
        return run(List.of("status", "--url=" + gateway.url(), "--token-file=" + token), List.of(more));
    }

    private static Said run(List<String> arguments, List<String> more) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            String[] all = Stream.concat(arguments.stream(), more.stream()).toArray(String[]::new);
            int code = Main.run(launch -> 0, launch -> List.of(), all);
            return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    @Test
    void tellsAnAdminALineForEachValue() throws Exception {
        Said said = status("admin");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines())
                .contains(
                        "versions.java: " + Runtime.version(),
                        "store: memory",
                        "routes.generation: 1",
                        "routes.lastRefused: none",
                        "configuration.disagree: false",
                        "sources.keysLoaded: true",
                        "buffer.limitBytes: 134217728");
    }

    @Test
    void tellsItAsJsonToo() throws Exception {
        JsonNode status =
                new ObjectMapper().readTree(status("admin", "--format=json").out());

        assertThat(status.at("/routes/count").asInt()).isGreaterThan(20);
        assertThat(status.at("/streams/most").asInt()).isEqualTo(10_000);
    }

    @Test
    void tellsOthersNothing() throws Exception {
        Said said = status("developer");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("answers 403: access denied");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "abc");
        Said said = run(List.of("status", "--url=http://127.0.0.1:9", "--token-file=" + token), List.of());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("http://127.0.0.1:9 cannot be asked").doesNotContain("abc");
    }

    @Test
    void namesATokenFileThatCannotBeRead() throws Exception {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, (byte) 0x28});
        for (Path file : List.of(folder.resolve("missing"), folder, binary)) {
            Said said = run(List.of("status", "--url=http://127.0.0.1:9", "--token-file=" + file), List.of());

            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err())
                    .contains(
                            "--token-file " + file + " cannot be read",
                            "; write the token into it, or correct the name")
                    .doesNotContain("cannot be asked");
        }
    }

    @Test
    void asksForAToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "");
        Said said = run(List.of("status", "--token-file=" + token), List.of());

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("there is no token");
    }
}
