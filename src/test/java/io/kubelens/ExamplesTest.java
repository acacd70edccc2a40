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
import java.util.stream.Collectors;
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
        HttpServer hooks = hooks(told, "lens/audit-webhook.yaml");

        try (DemoGateway gateway = start();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, gateway, "/api/v1/namespaces/vault/pods").statusCode())
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
    void keepsTheLogsOfPodsThatAreGoneInAStoreOfOnesOwn() throws Exception {
        lay("new-store");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer hooks = hooks(told, "store/announced.yaml");
        String log = "/api/v1/namespaces/payments/pods/ledger-0/logs?follow=false&tail=2";

        try (DemoGateway gateway = start("storage: {kind: announced}\n");
                HttpClient client = HttpClient.newHttpClient()) {
            String before = lines(get(client, gateway, log).body());
            gateway.cluster().terminate("payments", "ledger-0", "postgres", 3);
            await().untilAsserted(() -> assertThat(get(client, gateway, "/api/v1/namespaces/payments/terminated")
                            .body())
                    .contains("\"podName\":\"ledger-0\""));
            gateway.cluster().delete("Pod", "payments", "ledger-0");
            await().untilAsserted(
                            () -> assertThat(get(client, gateway, log).body()).contains("pod-removed"));

            assertThat(lines(get(client, gateway, log).body())).isNotEmpty().isEqualTo(before);
            await().untilAsserted(() -> assertThat(told).anyMatch(each -> each.contains("\"podName\":\"ledger-0\"")));
        } finally {
            hooks.stop(0);
        }
    }

    /** What a stream shows of the log, with its ids. */
    private static String lines(String events) {
        return events.lines()
                .filter(line -> line.contains("\"message\"") && line.contains("\"level\""))
                .collect(Collectors.joining("\n"));
    }

    private static HttpResponse<String> get(HttpClient client, DemoGateway gateway, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + gateway.issuer().token("developer"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Receives what a route of the example posts. */
    private HttpServer hooks(Queue<String> told, String file) throws IOException {
        HttpServer hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hooks.start();
        Path route = routes.resolve(file);
        Files.writeString(
                route,
                Files.readString(route)
                        .replace(
                                "https://hooks.example.com",
                                "http://127.0.0.1:" + hooks.getAddress().getPort()));
        return hooks;
    }

    @Test
    void isShownInTheDocumentation() throws IOException {
        String text = Files.readString(Path.of("docs/routes.md"));
        for (String example : List.of("new-endpoint", "extra-enrich", "new-store", "audit-webhook")) {
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
        return start("");
    }

    private DemoGateway start(String sections) throws IOException {
        return DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties", sections);
    }
}
