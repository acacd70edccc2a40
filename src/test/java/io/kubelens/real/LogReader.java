package io.kubelens.real;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers one log request; works on the connection's event loop only, except {@link #wake} and {@link #abort}. */
final class LogReader {
    private final ContainerLog log;
    private final ContainerLog.LogFile file;
    private final LogQuery query;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private int next;
    private long left;
    private boolean done;

    LogReader(ContainerLog log, ContainerLog.LogFile file, LogQuery query, Context context, HttpServerRequest request) {
        this.log = log;
        this.file = file;
        this.query = query;
        this.context = context;
        this.request = request;
        this.response = request.response().setChunked(true);
        this.next = log.start(file, query.tail());
        this.left = query.limit();
    }

    void start() {
        log.join(this);
        response.closeHandler(closed -> finish());
        response.drainHandler(drained -> pump());
        pump();
    }

    void wake() {
        context.runOnContext(ready -> pump());
    }

    void abort() {
        context.runOnContext(ready -> {
            finish();
            request.connection().close();
        });
    }

    private void pump() {
        while (!done && !response.writeQueueFull()) {
            ContainerLog.Part part = log.read(file, next);
            next += part.entries().size();
            write(part);
            if (left == 0 || part.finished()) {
                end();
            } else if (part.entries().isEmpty()) {
                atEnd();
                return;
            }
        }
    }

    private void write(ContainerLog.Part part) {
        Buffer buffer = Buffer.buffer(64 * 1024);
        for (LogEntry entry : part.entries()) {
            if (entry.since(query.since())) {
                entry.writeTo(buffer, query.timestamps());
            }
        }
        int length = (int) Math.min(left, buffer.length());
        left -= length;
        // Like a kubelet: not even the head of the answer before there is something to say.
        if (length > 0) {
            response.write(buffer.slice(0, length));
        }
    }

    private void atEnd() {
        if (!query.follow()) {
            end();
            return;
        }
        String failure = log.followFailure();
        if (failure != null) {
            fail(failure);
        }
    }

    private void fail(String text) {
        if (!response.headWritten()) {
            response.setStatusCode(400);
        }
        response.write(text);
        end();
    }

    private void end() {
        finish();
        response.end();
    }

    private void finish() {
        done = true;
        log.leave(this);
    }
}
