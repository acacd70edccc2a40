package io.kubelens.demo;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the demo's servers run on, for all tests of a class, and a client of them. */
@SuppressWarnings("NullAway.Init")
final class LoopbackWeb implements BeforeAllCallback, AfterAllCallback {
    private Vertx vertx;
    private HttpClient http;

    @Override
    public void beforeAll(ExtensionContext context) {
        vertx = Vertx.vertx();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        http.close();
        vertx.close();
    }

    Vertx vertx() {
        return vertx;
    }

    HttpResponse<String> get(URI url) {
        return send(HttpRequest.newBuilder(url).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        return send(request, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        return http.sendAsync(request, body).join();
    }
}
