package io.kubelens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.http.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
    private static final String CONFIG =
            """
            auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens}
            kubernetes: {allowed_namespaces: [shop]}
            """;

    private final List<Launch> launched = new ArrayList<>();
    private final StringWriter errors = new StringWriter();
    private Path home = Path.of("");
    private Main.Server server = launch -> {
        launched.add(launch);
        return 0;
    };

    @BeforeEach
    void home(@TempDir Path folder) throws IOException {
        home = folder;
        System.setProperty("kubelens.home", folder.toString());
        write("config.yaml", CONFIG);
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty("kubelens.home");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    private int serve(String... arguments) {
        CommandLine line = new CommandLine(new ServeCommand(launch -> server.serve(launch), Map.of()));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private Launch launch(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--config", home.resolve("config.yaml").toString()));
        all.addAll(List.of(arguments));
        assertThat(serve(all.toArray(String[]::new))).as(errors.toString()).isZero();
        return launched.getLast();
    }

    @Test
    void listensWhereCamelIsToldTo() throws IOException {
        assertThat(launch().listen()).isEqualTo(new Gateway.Listen("0.0.0.0", 8080));
        assertThat(launch().managementPort()).isEqualTo(8081);
        write("application.properties", "camel.server.port=9000\ncamel.management.port=9001\n");
        assertThat(launch().listen().port()).isEqualTo(9000);
        assertThat(launch().managementPort()).isEqualTo(9001);
        assertThat(launch().properties()).endsWith("application.properties");
    }

    @Test
    void theAddressGoesBeforeCamelsPortAndTheOptionBeforeBoth() throws IOException {
        write("config.yaml", CONFIG + "server: {address: \"127.0.0.1:7000\"}\n");

        assertThat(launch().listen()).isEqualTo(new Gateway.Listen("127.0.0.1", 7000));
        assertThat(launch("--port", "0", "--management-port", "0").listen())
                .isEqualTo(new Gateway.Listen("127.0.0.1", 0));
        assertThat(launched.getLast().managementPort()).isZero();
    }

    @Test
    void takesRoutesFromWhereCamelIncludesThem() throws IOException {
        assertThat(launch().routes()).containsExactly(home.resolve("routes/"));
        write("application.properties", "camel.main.routesIncludePattern=file:mine/*/*.yaml, file:more/*.yaml\n");
        assertThat(launch().routes()).containsExactly(home.resolve("mine/"), home.resolve("more/"));
        assertThat(launch("--routes", "a", "--routes", "b").routes()).containsExactly(Path.of("a"), Path.of("b"));
    }

    @Test
    void goesToKubernetesAsItIsTold() {
        assertThat(launch().kubeconfig()).isNull();
        assertThat(launch("--kubeconfig", "some.conf").kubeconfig()).isEqualTo(Path.of("some.conf"));
    }

    @Test
    void saysEverythingThatIsWrongWithTheConfiguration() throws IOException {
        write("config.yaml", "nonsense: 1\n");

        assertThat(serve("--config", home.resolve("config.yaml").toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("config.yaml:1: nonsense").contains("auth.keycloak_url");
        assertThat(launched).isEmpty();
    }

    @Test
    void saysThatAPortIsNone() throws IOException {
        write("application.properties", "camel.server.port=eighty\n");

        assertThat(serve("--config", home.resolve("config.yaml").toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("camel.server.port must be a port number");
        assertThat(serve("--port", "eighty")).isEqualTo(2);
    }

    @Test
    void saysInOneLineWhyItCannotStart() {
        server = launch -> {
            throw new IllegalStateException("the port is taken; give another one");
        };

        assertThat(serve("--config", home.resolve("config.yaml").toString())).isEqualTo(1);
        assertThat(errors.toString())
                .isEqualTo("kubelens: the port is taken; give another one" + System.lineSeparator());
    }
}
