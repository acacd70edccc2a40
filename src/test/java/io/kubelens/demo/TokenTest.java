package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenTest {
    private final Vertx vertx = Vertx.vertx();
    private final DemoIssuer issuer = DemoIssuer.start(vertx, 0);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        issuer.close();
        vertx.close();
    }

    @Test
    void printsTheTokenAndNothingElse() {
        assertThat(run("--user", "developer", "--issuer", issuer.issuer())).isZero();
        assertThat(text(out).strip().split("\\.")).hasSize(3);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void saysOnStderrThatThereIsNoToken() {
        assertThat(run("--user", "nobody", "--issuer", issuer.issuer())).isEqualTo(1);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("Invalid user credentials").doesNotContain("\tat ");
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--user", "admin", "--issuer", "ftp://localhost")).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("--issuer");
    }

    private int run(String... args) {
        return Token.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
