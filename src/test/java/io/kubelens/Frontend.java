package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the existing user interface sends: a bearer token with everything but the login, as its {@code fetch} does. */
final class Frontend implements AutoCloseable, AfterEachCallback {
    static final String SHOP = "/namespaces/shop";
    /** A StatefulSet's pod with one container, whose log nobody writes but tests. */
    static final String LEDGER = "/namespaces/payments/pods/ledger-0";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private String token;

    /** The page of a user who has logged in. */
    Frontend(DemoGateway gateway, String user) {
        this.gateway = gateway.url();
        token = gateway.issuer().token(user);
    }

    /** Exchanges the code that Keycloak sent the browser back with. It sends no verifier. */
    JsonNode login(String code, String redirectUri) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("code", code, "redirect_uri", redirectUri));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/v1/auth/token"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        JsonNode answer = json(http.send(request, BodyHandlers.ofString()));
        token = answer.path("access_token").asText();
        return answer;
    }

    void use(String some) {
        token = some;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return json(http.send(request(path), BodyHandlers.ofString()));
    }

    int status(String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.discarding()).statusCode();
    }

    /** Asks without waiting, as a page does that asks for several things at once. */
    CompletableFuture<JsonNode> asking(String path) {
        return http.sendAsync(request(path), BodyHandlers.ofString()).thenApply(Frontend::json);
    }

    /** Keeps what is open, as every change on the screen does; nothing is done with the answer. */
    CompletableFuture<Void> keep(JsonNode session) {
        HttpRequest put = HttpRequest.newBuilder(request("/session"), (name, value) -> true)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(session.toString()))
                .build();
        return empty(put);
    }

    /** "Clear session". */
    CompletableFuture<Void> forget() {
        return empty(HttpRequest.newBuilder(request("/session"), (name, value) -> true)
                .DELETE()
                .build());
    }

    private CompletableFuture<Void> empty(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenAccept(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204));
    }

    /** Asks, and goes to another view before the answer has come. */
    void abort(String path) {
        CompletableFuture<?> answer = http.sendAsync(request(path), BodyHandlers.ofString());
        answer.cancel(true);
    }

    /** Shows a log in a pane; {@code query} is what stands behind {@code tail=500}. */
    LogPane pane(String resource, String query) throws IOException, InterruptedException {
        var answer = http.send(request(resource + "/logs?tail=500" + query), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).as(resource).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new LogPane(answer.body());
    }

    private HttpRequest request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + "/api/v1" + path));
        return token.isEmpty()
                ? request.build()
                : request.header("Authorization", "Bearer " + token).build();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + ": " + answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
