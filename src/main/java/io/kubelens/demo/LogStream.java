package io.kubelens.demo;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** One log request being answered: pulls from the file as fast as its client takes it. Lives on one event loop. */
final class LogStream {
    private static final int CHUNK = 64 * 1024;
    private final LogFile file;
    private final LogRequest request;
    private final HttpServerResponse response;
    private final Wakeup wakeup;
    private final TimeStamp stamp = new TimeStamp();
    private final int end;
    private int position;
    private long left;
    private boolean closed;

    LogStream(LogFile file, LogRequest request, HttpServerResponse response, Context context) {
        this.file = file;
        this.request = request;
        this.response = response;
        this.wakeup = new Wakeup(context, this::pump);
        this.position = file.start(request.tailLines());
        this.end = request.follow() ? Integer.MAX_VALUE : file.size();
        this.left = request.limitBytes();
    }

    void start() {
        response.setChunked(true).putHeader("Content-Type", "text/plain").write(Buffer.buffer());
        file.listen(wakeup);
        pump();
    }

    void close() {
        closed = true;
        file.unlisten(wakeup);
    }

    private void pump() {
        while (!closed) {
            if (response.writeQueueFull()) {
                response.drainHandler(now -> wakeup.run());
                return;
            }
            Buffer out = Buffer.buffer(CHUNK / 8);
            position = file.read(position, end, request, stamp, out, CHUNK);
            write(out);
            if (left == 0 || position >= end || file.isOver(position)) {
                close();
                response.end();
            } else if (out.length() == 0) {
                return;
            }
        }
    }

    private void write(Buffer out) {
        Buffer part = out.length() > left ? out.slice(0, (int) left) : out;
        left -= part.length();
        if (part.length() > 0) {
            response.write(part);
        }
    }
}
