package io.kubelens.http;

import io.kubelens.access.Principal;
import io.kubelens.access.TokenVerifier;
import io.kubelens.logs.EventStream;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one {@link EventStream} to one client. Everything but {@link #wake} and {@link #abort} runs on the
 * connection's event loop: it pulls from the stream while the socket takes bytes, and sleeps otherwise.
 */
final class StreamWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);

    /** RFC 9113, 7: the default, NO_ERROR, would look like an end that was meant. */
    private static final long HTTP2_CANCEL = 8;

    private static final long MAX_SECONDS = TimeUnit.DAYS.toSeconds(7);
    /** Batches written in one go before other connections of the event loop get their turn. */
    private static final int TURN = 16;

    private final EventStream stream;
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context context;
    private final OpenStreams open;
    private final Runnable onEnd;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private @Nullable Principal caller;
    private boolean done;
    private long expiry = -1;

    StreamWriter(EventStream stream, RoutingContext request, Context context, OpenStreams open, Runnable onEnd) {
        this.stream = stream;
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.open = open;
        this.onEnd = onEnd;
    }

    /** Sends the head at once, then whatever the stream has. The response's status and headers are set. */
    void start(@Nullable Principal caller) {
        this.caller = caller;
        if (response.closed()) {
            finish();
            return;
        }
        request.addEndHandler(gone -> finish());
        response.drainHandler(v -> pump());
        response.setChunked(true);
        response.writeHead();
        open.add(this);
        if (caller != null) {
            endWith(caller);
        }
        try {
            stream.open(this::wake);
        } catch (RuntimeException e) {
            fail(e);
        }
        pump();
    }

    /** A stream does not outlive the token it was opened with: the client reconnects with a fresh one. */
    private void endWith(Principal caller) {
        long left = Math.clamp(Instant.now().until(caller.expiresAt(), ChronoUnit.SECONDS), 0, MAX_SECONDS)
                + TokenVerifier.LEEWAY.toSeconds();
        expiry = context.owner().setTimer(TimeUnit.SECONDS.toMillis(left) + 1, over -> end(false));
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(v -> pump());
        }
    }

    /** From any thread: cuts the connection without the final chunk, so that the client reconnects. */
    void abort() {
        context.runOnContext(v -> end(false));
    }

    /** Whom it is for; known before it is one of the {@link OpenStreams}. */
    @Nullable
    Principal caller() {
        return caller;
    }

    /** From any thread: what is streamed may no longer be seen. */
    void withdraw() {
        stream.withdraw();
        wake();
    }

    private void pump() {
        try {
            turn();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Nobody else would notice: the client would wait for ever. */
    private void fail(RuntimeException e) {
        LOG.error("{} failed while it was being streamed", Request.of(request), e);
        end(false);
    }

    private void turn() {
        scheduled.set(false);
        for (int turn = 0; !done && !response.writeQueueFull(); turn++) {
            if (turn == TURN) {
                wake();
                return;
            }
            ByteBuf batch = stream.poll();
            if (batch != null) {
                open.wrote(batch.readableBytes());
                response.write(wrapped(batch));
                continue;
            }
            switch (stream.state()) {
                case OPEN -> {}
                case COMPLETE -> end(true);
                case ABORTED -> end(false);
            }
            return;
        }
    }

    /** Deprecated without a successor in Vert.x 4, and the only way that does not copy. */
    @SuppressWarnings("deprecation")
    private static Buffer wrapped(ByteBuf batch) {
        return Buffer.buffer(batch);
    }

    private void end(boolean complete) {
        if (done) {
            return;
        }
        finish();
        if (complete) {
            response.end();
        } else {
            cut(request);
        }
    }

    /** Ends an answer so that the client sees that it is not whole. */
    static void cut(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_CANCEL);
        } else {
            // Not reset(): after it Vert.x tells an HTTP/1 request's end handlers nothing, and a stop waits for them.
            request.request().connection().close();
        }
    }

    /** Before {@code response.end()}, which may call the drain handler synchronously. */
    private void finish() {
        if (!done) {
            done = true;
            open.remove(this);
            context.owner().cancelTimer(expiry);
            stream.close();
            onEnd.run();
        }
    }
}
