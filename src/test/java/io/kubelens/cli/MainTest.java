package io.kubelens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out).hasToString("kubelens (not packaged)" + System.lineSeparator());
    }

    @Test
    void asksForACommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("name a command", "Usage: kubelens");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesACommandItDoesNotKnow() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(err.toString()).contains("dance");
    }

    private int run(String... arguments) {
        CommandLine command = Main.commandLine(launch -> 0, launch -> List.of());
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
