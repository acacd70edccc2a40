package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.demo.DemoGateway;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final HttpClient http = HttpClient.newHttpClient();
    private int issuer;
    private DemoGateway gateway;
    private Path folder;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        folder = directory;
        issuer = RunningDemo.freePort();
        gateway = gateway(inAFile());
    }

    private String inAFile() {
        return "storage: {database_url: 'sqlite://" + folder.resolve("k.db") + "'}\n";
    }

    /** Always with the same issuer: a user's session belongs to it. */
    private DemoGateway gateway(String sections) throws IOException {
        return RunningDemo.start(new DemoGateway.Ports(0, issuer, 0), sections);
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
    }

    private HttpRequest request(String method, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/session"))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + gateway.issuer().token("developer"));
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
        gateway.close();
        gateway = gateway(inAFile());

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
        gateway.close();
        gateway = gateway("storage: {database_url: 'postgres://kl:s3cret@127.0.0.1:1/k'}\n");

        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpResponse<String> answer = ask(method, "{}");
            assertThat(answer.statusCode()).as(method).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body())
                    .contains("\"error\":\"store unavailable\"")
                    .doesNotContain("s3cret", "127.0.0.1");
        }
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create(gateway.url() + "/readyz")).build();
        assertThat(http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesTheStoresThereAreWhenItsNameIsUnknown() {
        assertThatThrownBy(() -> RunningDemo.start("storage: {kind: s3}\n"))
                .isInstanceOf(RoutesRefused.class)
                .hasMessageContaining("storage.kind")
                .hasMessageContaining("store/s3.yaml")
                .hasMessageContaining("memory, postgres, redis, sqlite");
    }
}
