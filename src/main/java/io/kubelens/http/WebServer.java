package io.kubelens.http;

import io.kubelens.config.Config;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one HTTP server: HTTP/1.1, h2c and TLS on the main port, each request handled by the current generation. */
final class WebServer implements AutoCloseable {
    /** Tokens with many groups are long. */
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final Vertx vertx;
    private final String deployment;
    private final AtomicInteger port = new AtomicInteger();

    /**
     * Listens at once.
     *
     * @param host the address to bind, {@code 0.0.0.0} for all
     * @param port 0 for any free one
     * @param current whose router gets each request
     * @throws IllegalStateException if the port cannot be had
     */
    WebServer(Vertx vertx, Config.Server config, String host, int port, Deadlines deadlines, CurrentRoutes current) {
        this.vertx = vertx;
        this.port.set(port);
        HttpServerOptions options = options(config).setHost(host);
        DeploymentOptions eachCore = new DeploymentOptions()
                .setInstances(port == 0 ? 1 : Runtime.getRuntime().availableProcessors());
        try {
            deployment = vertx.deployVerticle(() -> new Listener(options, deadlines, current), eachCore)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "cannot listen on " + host + ":" + port + ": " + reason(e)
                            + "; give another port with --port or server.address",
                    e);
        }
    }

    private static String reason(CompletionException e) {
        return String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage());
    }

    private final class Listener extends AbstractVerticle {
        private final HttpServerOptions options;
        private final Deadlines deadlines;
        private final CurrentRoutes current;

        Listener(HttpServerOptions options, Deadlines deadlines, CurrentRoutes current) {
            this.options = options;
            this.deadlines = deadlines;
            this.current = current;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(options)
                    .connectionHandler(deadlines::opened)
                    .requestHandler(this::handle)
                    .invalidRequestHandler(Listener::invalid);
            server.listen(port.get())
                    .onSuccess(s -> port.compareAndSet(0, s.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        /** The generation that gets a request counts it before it can be stopped. */
        private void handle(HttpServerRequest request) {
            Generation serving = current.enter();
            try {
                serving.router().handle(request);
            } finally {
                serving.underway().leave();
            }
        }

        /** What is no HTTP never reaches a router. */
        private static void invalid(HttpServerRequest request) {
            Refusal refusal = Refusal.plain(400, "malformed HTTP request");
            String id = Routers.requestId();
            request.response()
                    .setStatusCode(refusal.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("X-Request-Id", id)
                    .end(refusal.json(id))
                    .onComplete(sent -> request.connection().close());
        }
    }

    private static HttpServerOptions options(Config.Server config) {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(256).setMaxHeaderListSize(MAX_HEADER_BYTES));
        if (!config.tlsCertFile().isEmpty()) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(config.tlsCertFile())
                            .setKeyPath(config.tlsKeyFile()));
        }
        return options;
    }

    int port() {
        return port.get();
    }

    @Override
    public void close() {
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
    }
}
