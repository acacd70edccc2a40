package io.kubelens.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the gateway is compared with: a server of nothing but Vert.x that sends the bytes of a file, in buffers of 64
 * KiB, to all who have asked for {@code /}, once somebody asks for {@code /go}. Arguments: port, file.
 */
public final class BareServer extends AbstractVerticle {
    private static final int PIECE = 64 * 1024;
    private static final List<Runnable> WAITING = new CopyOnWriteArrayList<>();

    private final int port;
    private final Buffer bytes;

    private BareServer(int port, Buffer bytes) {
        this.port = port;
        this.bytes = bytes;
    }

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        int port = Integer.parseInt(args[0]);
        Buffer bytes = vertx.fileSystem().readFileBlocking(args[1]);
        vertx.deployVerticle(
                        () -> new BareServer(port, bytes),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/go")) {
            WAITING.forEach(Runnable::run);
            WAITING.clear();
            request.response().end();
            return;
        }
        HttpServerResponse response = request.response().setChunked(true);
        response.writeHead();
        Sending sending = new Sending(response);
        var context = vertx.getOrCreateContext();
        WAITING.add(() -> context.runOnContext(go -> sending.pump()));
    }

    private final class Sending {
        private final HttpServerResponse response;
        private int at;

        private Sending(HttpServerResponse response) {
            this.response = response;
            response.drainHandler(drained -> pump());
        }

        private void pump() {
            while (at < bytes.length() && !response.writeQueueFull()) {
                int to = Math.min(bytes.length(), at + PIECE);
                Buffer piece = bytes.slice(at, to);
                // Before the write, which may come back here when the socket takes it at once.
                at = to;
                response.write(piece);
            }
        }
    }
}
