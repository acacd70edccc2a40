package io.kubelens.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubelens.config.Config;
import io.kubelens.config.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm's two documents over real HTTP, with the faults that tests ask for. */
final class LoopbackRealm implements AutoCloseable {
    private static final String PATH = "/realms/test";
    private final HttpServer server;
    private final AtomicInteger keyReads = new AtomicInteger();
    private volatile String jwks = "{\"keys\":[]}";
    private volatile String issuer;
    private volatile String jwksUri;
    private volatile boolean down;
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch halfway = new CountDownLatch(0);

    private LoopbackRealm(HttpServer server) {
        this.server = server;
        issuer = url() + PATH;
        jwksUri = issuer + "/certs";
    }

    static LoopbackRealm open(JWK... keys) throws IOException {
        LoopbackRealm realm =
                new LoopbackRealm(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        realm.publish(keys);
        realm.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        realm.server.createContext(PATH + "/.well-known/openid-configuration", realm::discovery);
        realm.server.createContext(PATH + "/certs", realm::keys);
        realm.server.createContext("/elsewhere", exchange -> realm.answer(exchange, realm.jwks));
        realm.server.start();
        return realm;
    }

    private void discovery(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + jwksUri + "\"}");
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyReads.incrementAndGet();
        pass(gate);
        answer(exchange, jwks);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            if (down) {
                return;
            }
            byte[] bytes = body.getBytes(UTF_8);
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                int first = Math.min(1, bytes.length);
                out.write(bytes, 0, first);
                out.flush();
                if (body.equals(jwks)) {
                    pass(halfway);
                }
                out.write(bytes, first, bytes.length - first);
            }
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    String issuer() {
        return issuer;
    }

    Config.Auth auth() {
        return auth(false, "groups");
    }

    Config.Auth auth(boolean acceptAzp, String groupsClaim) {
        return new Config.Auth(
                url() + "/",
                "test",
                "kubelens",
                Secret.NONE,
                List.of("k8s-logs-access"),
                List.of("k8s-admin-access"),
                acceptAzp,
                groupsClaim,
                List.of());
    }

    /** How often the key set was asked for. */
    int keyReads() {
        return keyReads.get();
    }

    void publish(JWK... keys) {
        jwks = new JWKSet(List.of(keys)).toString();
    }

    void publishText(String text) {
        jwks = text;
    }

    void callItself(String other) {
        issuer = other;
    }

    void nameKeysAt(String uri) {
        jwksUri = uri;
    }

    void answerWith(int code) {
        status = code;
    }

    /** Connections are closed without an answer. */
    void goDown() {
        down = true;
    }

    void comeBack() {
        down = false;
    }

    /** The key set is not answered until {@link CountDownLatch#countDown}. */
    CountDownLatch holdKeys() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** The key set is not answered beyond its first byte. */
    void holdKeysHalfway() {
        halfway = new CountDownLatch(1);
    }

    @Override
    public void close() {
        halfway.countDown();
        gate.countDown();
        server.stop(0);
    }
}
