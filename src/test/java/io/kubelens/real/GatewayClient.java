package io.kubelens.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A user of the gateway: asks for JSON and follows logs. */
public final class GatewayClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public GatewayClient(int port) {
        this.port = port;
        this.base = "http://127.0.0.1:" + port;
    }

    /** On the loopback. */
    public int port() {
        return port;
    }

    /** What came back; the body is the missing node when it is no JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }

        String error() throws IOException {
            return json().path("error").asText();
        }
    }

    /** Without a token. */
    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send(request(path, token));
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(http.send(request.timeout(Duration.ofSeconds(15)).build(), BodyHandlers.ofString()));
    }

    /** Whether it answers and is ready. */
    boolean isReady() {
        return Readiness.ok(http, HttpRequest.newBuilder(URI.create(base + "/readyz")));
    }

    /** Waits until the gateway has heard of a pod. */
    public void awaitPod(String namespace, String pod, String token) {
        Awaitility.await(pod)
                .until(() -> get("/api/v1/namespaces/" + namespace + "/pods/" + pod, token)
                                .status()
                        == 200);
    }

    /** Follows a log; {@code path} is that of the log, with its query. */
    public LogViewer follow(String path, String token) {
        return LogViewer.open(http, request(path, token));
    }

    LogViewer resume(String path, String token, String lastEventId) {
        return LogViewer.open(http, request(path, token).header("Last-Event-ID", lastEventId));
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
