package io.kubelens.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubelens.config.Config;
import io.kubelens.config.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A realm's token endpoint over real HTTP, which answers as it is told and keeps what it was asked. */
final class LoopbackTokens implements AutoCloseable {
    static final String GOOD =
            """
            {"access_token":"the.access.token","expires_in":300,"refresh_expires_in":1800,"refresh_token":"the.refresh.token",
             "token_type":"Bearer","id_token":"the.id.token","not-before-policy":0,"session_state":"s","scope":"openid"}
            """;
    static final String SECRET = "hunter2 & co";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = GOOD;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch halfway = new CountDownLatch(0);
    private volatile boolean down;

    private LoopbackTokens(HttpServer server) {
        this.server = server;
    }

    static LoopbackTokens open() throws IOException {
        LoopbackTokens tokens =
                new LoopbackTokens(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        tokens.server.setExecutor(tokens.threads);
        tokens.server.createContext("/sso/realms/test/protocol/openid-connect/token", tokens::answer);
        tokens.server.createContext("/elsewhere", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, GOOD.length());
                exchange.getResponseBody().write(GOOD.getBytes(UTF_8));
            }
        });
        tokens.server.start();
        return tokens;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            forms.add(form(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            pass(gate);
            if (down) {
                return;
            }
            byte[] bytes = body.getBytes(UTF_8);
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes, 0, 1);
                out.flush();
                pass(halfway);
                out.write(bytes, 1, bytes.length - 1);
            }
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new TreeMap<>();
        Arrays.stream(text.split("&", -1))
                .map(field -> field.split("=", 2))
                .forEach(field -> fields.put(field[0], URLDecoder.decode(field[1], UTF_8)));
        return fields;
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a confidential client; the base URL ends with a slash. */
    Config.Auth auth(String secret, String... redirectUris) {
        return new Config.Auth(
                "http://" + server.getAddress().getHostString() + ":"
                        + server.getAddress().getPort() + "/sso/",
                "test",
                "kubelens",
                secret.isEmpty() ? Secret.NONE : new Secret(secret),
                List.of("k8s-logs-access"),
                List.of(),
                false,
                "groups",
                List.of(redirectUris));
    }

    /** The fields of each request so far. */
    List<Map<String, String>> forms() {
        return forms;
    }

    void answerWith(int code, String text) {
        status = code;
        body = text;
    }

    /** Connections are closed without an answer. */
    void goDown(boolean now) {
        down = now;
    }

    /** Nothing is answered until {@link CountDownLatch#countDown}. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** Nothing is answered beyond the first byte. */
    void holdHalfway() {
        halfway = new CountDownLatch(1);
    }

    @Override
    public void close() {
        gate.countDown();
        halfway.countDown();
        server.stop(0);
        threads.close();
    }
}
