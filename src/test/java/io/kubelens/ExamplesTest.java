package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.kubelens.demo.DemoGateway;
import io.kubelens.demo.RouteCase;
import io.kubelens.demo.RouteCasePlayer;
import io.kubelens.demo.RouteCases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lays each of {@code examples/} over the shipped routes, as docs/routes.md tells, and plays its cases. */
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path routes;

    @ParameterizedTest
    @ValueSource(strings = {"new-endpoint", "extra-enrich"})
    void answersAsItsCasesSay(String example) throws IOException {
        lay(example);
        List<Path> files = new RouteCases(EXAMPLES.resolve(example).resolve("cases")).files();

        assertThat(files).isNotEmpty();
        try (DemoGateway gateway = start();
                RouteCasePlayer player = new RouteCasePlayer(gateway.url(), gateway.issuer(), gateway.cluster())) {
            for (Path file : files) {
                assertThat(player.play(RouteCase.read(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void tellsAWebhookWhatIsAudited() throws Exception {
        lay("audit-webhook");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext("/kubelens", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hooks.start();
        Path route = routes.resolve("lens/audit-webhook.yaml");
        String yaml = Files.readString(route);
        Files.writeString(
                route,
                yaml.replace(
                        "https://hooks.example.com",
                        "http://127.0.0.1:" + hooks.getAddress().getPort()));

        try (DemoGateway gateway = start();
                HttpClient client = HttpClient.newHttpClient()) {
            URI denied = URI.create(gateway.url() + "/api/v1/namespaces/vault/pods");
            HttpRequest request = HttpRequest.newBuilder(denied)
                    .header("Authorization", "Bearer " + gateway.issuer().token("developer"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(403);

            await().untilAsserted(() -> assertThat(told)
                    .singleElement()
                    .asString()
                    .contains("\"action\":\"pods-list\"", "\"outcome\":\"denied\"", "namespace not allowed"));
        } finally {
            hooks.stop(0);
        }
    }

    @Test
    void isShownInTheDocumentation() throws IOException {
        String text = Files.readString(Path.of("docs/routes.md"));
        for (String example : List.of("new-endpoint", "extra-enrich", "audit-webhook")) {
            assertThat(text).contains("examples/" + example);
        }
    }

    private void lay(String example) throws IOException {
        copy(Path.of("routes"));
        copy(EXAMPLES.resolve(example).resolve("routes"));
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = routes.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file));
            }
        }
    }

    private DemoGateway start() throws IOException {
        return DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties");
    }
}
