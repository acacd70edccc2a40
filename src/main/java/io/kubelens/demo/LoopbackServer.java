package io.kubelens.demo;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server on 127.0.0.1 that can go away and come back on its port. Calls block: never on an event loop. */
final class LoopbackServer implements AutoCloseable {
    private final Vertx vertx;
    private final Handler<HttpServerRequest> handler;
    private final int port;
    private @Nullable HttpServer server;

    private LoopbackServer(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        this.vertx = vertx;
        this.handler = handler;
        this.server = listen(port);
        this.port = server.actualPort();
    }

    /** Starts on {@code port}, 0 for any that is free; a port that is taken is an IllegalStateException. */
    static LoopbackServer start(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        return new LoopbackServer(vertx, port, handler);
    }

    int port() {
        return port;
    }

    /** Refuses connections, and cuts those that are open. */
    synchronized void down() {
        HttpServer running = server;
        if (running != null) {
            await(running.close());
            server = null;
        }
    }

    synchronized void up() {
        if (server == null) {
            server = listen(port);
        }
    }

    @Override
    public void close() {
        down();
    }

    private HttpServer listen(int wanted) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(wanted)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(32 * 1024);
        try {
            return await(vertx.createHttpServer(options).requestHandler(handler).listen());
        } catch (CompletionException e) {
            throw new IllegalStateException("cannot listen on 127.0.0.1:" + wanted + ": choose another port", e);
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
