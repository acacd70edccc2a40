package io.kubelens.real;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers one request for a {@link BulkLog}; works on the connection's event loop only, except {@link #wake}. */
final class BulkReader {
    private final BulkLog log;
    private final LogQuery query;
    private final Context context;
    private final HttpServerResponse response;
    private final AtomicBoolean woken = new AtomicBoolean();
    private int next;
    private long left;
    private boolean done;

    BulkReader(BulkLog log, LogQuery query, Context context, HttpServerRequest request) {
        this.log = log;
        this.query = query;
        this.context = context;
        this.response = request.response().setChunked(true);
        this.left = query.limit();
        this.next = log.start(query);
    }

    void start() {
        log.join(this);
        response.closeHandler(closed -> finish());
        response.drainHandler(drained -> pump());
        // Not at once: what is written while the request is being read is kept until it has been read, all of it.
        wake();
    }

    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(ready -> {
                woken.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (!done && !response.writeQueueFull()) {
            boolean last = !query.follow() || log.isEnded();
            int count = log.piece(next);
            if (count > 0) {
                Buffer piece = log.read(next, count, query.timestamps());
                // Before the write, which may come back here when the socket takes it at once.
                next += count;
                write(piece);
            }
            if (!done && (left == 0 || (count == 0 && last))) {
                finish();
                response.end();
            } else if (count == 0) {
                return;
            }
        }
    }

    private void write(Buffer piece) {
        int length = (int) Math.min(left, piece.length());
        left -= length;
        response.write(length == piece.length() ? piece : piece.slice(0, length));
    }

    private void finish() {
        done = true;
        log.leave(this);
    }
}
