package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.cli.Launch;
import io.kubelens.config.ConfigFile;
import io.kubelens.demo.DemoCluster;
import io.kubelens.demo.DemoIssuer;
import io.kubelens.demo.DemoWorkload;
import io.kubelens.http.Gateway;
import io.kubelens.http.RoutesRefused;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped session routes on a store in a file, over HTTP. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class SessionRoutesTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private DemoIssuer issuer;
    private DemoCluster cluster;
    private KubeLens kubelens;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        folder = directory;
        issuer = DemoIssuer.start(vertx, 0);
        cluster = DemoCluster.start(vertx, 0);
        kubelens = gateway("storage: {database_url: 'sqlite://" + folder.resolve("k.db") + "'}\n");
    }

    private KubeLens gateway(String sections) throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: demo
                clusters: [{name: demo, cluster: {server: "%s"}}]
                contexts: [{name: demo, context: {cluster: demo, user: demo}}]
                users: [{name: demo, user: {}}]
                """
                        .formatted(cluster.url()));
        Path config =
                Files.writeString(folder.resolve("config.yaml"), DemoWorkload.gatewayConfig(issuer.url()) + sections);
        KubeLens started = KubeLens.start(new Launch(
                ConfigFile.read(config, Map.of()),
                new Gateway.Listen("127.0.0.1", 0),
                0,
                List.of(Path.of("routes")),
                kubeconfig,
                "application.properties"));
        await().until(started::isReady);
        return started;
    }

    @AfterEach
    void stop() {
        kubelens.close();
        cluster.close();
        issuer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        http.shutdownNow();
    }

    private HttpRequest request(String method, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + kubelens.port() + "/api/v1/session"))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + issuer.token("developer", Map.of()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private HttpResponse<String> ask(String method, String body, String... headers) throws Exception {
        return http.send(request(method, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void keepsADocumentOverARestart() throws Exception {
        String document = "{\"view_filters\":{\"namespace\":\"shop\"},\"x\":1.50}";

        assertThat(ask("PUT", document).statusCode()).isEqualTo(204);
        kubelens.close();
        kubelens = gateway("storage: {database_url: 'sqlite://" + folder.resolve("k.db") + "'}\n");

        HttpResponse<String> kept = ask("GET", "");
        assertThat(kept.statusCode()).isEqualTo(200);
        assertThat(kept.body())
                .startsWith("{\"view_filters\":{\"namespace\":\"shop\"},\"x\":1.50,\"version\":1,\"updated_at\":\"20");
        assertThat(kept.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(ask("DELETE", "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", "").body()).isEqualTo("{\"version\":1}");
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        HttpResponse<String> answer = ask("PUT", "{\"a\":\"" + "x".repeat(262_144) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"session payload too large\"");
        assertThat(ask("GET", "").body()).isEqualTo("{\"version\":1}");
    }

    @Test
    void letsTheFirstOfTwoThatHaveSeenTheSameWrite() throws Exception {
        String seen = etag(ask("GET", ""));
        HttpResponse<String> first = ask("PUT", "{\"n\":1}", "If-Match", seen);
        HttpResponse<String> second = ask("PUT", "{\"n\":2}", "If-Match", seen);

        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(second.statusCode()).isEqualTo(412);
        HttpResponse<String> kept = ask("GET", "");
        assertThat(kept.body()).contains("\"n\":1");
        assertThat(etag(kept)).isEqualTo(etag(first));
        assertThat(ask("PUT", "{\"n\":3}", "If-Match", etag(kept)).statusCode()).isEqualTo(204);
    }

    @Test
    void doesOneUsersRequestsOneAfterTheOther() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(http.sendAsync(request("PUT", "{\"n\":" + i + "}"), HttpResponse.BodyHandlers.ofString()));
        }
        List<String> etags = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> each : answers) {
            assertThat(each.get().statusCode()).isEqualTo(204);
            etags.add(etag(each.get()));
        }

        assertThat(etags).doesNotHaveDuplicates().contains(etag(ask("GET", "")));
    }

    @Test
    void answers503WhileTheStoreIsDownAndNothingOfItsWords() throws Exception {
        kubelens.close();
        kubelens = gateway("storage: {database_url: 'postgres://kl:s3cret@127.0.0.1:1/k'}\n");

        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpResponse<String> answer = ask(method, "{}");
            assertThat(answer.statusCode()).as(method).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body())
                    .contains("\"error\":\"store unavailable\"")
                    .doesNotContain("s3cret", "127.0.0.1");
        }
        assertThat(kubelens.isReady()).isTrue();
    }

    @Test
    void namesTheStoresThereAreWhenItsNameIsUnknown() {
        assertThatThrownBy(() -> gateway("storage: {kind: s3}\n"))
                .isInstanceOf(RoutesRefused.class)
                .hasMessageContaining("storage.kind")
                .hasMessageContaining("store/s3.yaml")
                .hasMessageContaining("memory, postgres, redis, sqlite");
    }
}
