package io.kubelens.real;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers one log request; works on the connection's event loop only, except {@link #wake} and {@link #cutAfter}. */
final class LogReader {
    private final ContainerLog log;
    private final ContainerRun run;
    private final LogQuery query;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private ContainerRun.Place place;
    private int pieces;
    private long left;
    private long cut = Long.MAX_VALUE;
    private boolean begins = true;
    private boolean watches;
    private boolean done;

    LogReader(ContainerLog log, ContainerRun run, LogQuery query, Context context, HttpServerRequest request) {
        this.log = log;
        this.run = run;
        this.query = query;
        this.context = context;
        this.request = request;
        this.response = request.response().setChunked(true);
        this.place = log.start(run, query.tail());
        this.pieces = query.follow() || query.tail() < 0 ? Integer.MAX_VALUE : query.tail();
        this.left = query.limit();
    }

    boolean follows() {
        return query.follow();
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

    void cutAfter(int bytes) {
        context.runOnContext(ready -> {
            cut = bytes;
            if (bytes == 0) {
                breakOff();
            }
        });
    }

    private void breakOff() {
        finish();
        request.connection().close();
    }

    private void pump() {
        while (!done && !response.writeQueueFull()) {
            ContainerRun.Part part = log.read(run, place, query.follow());
            place = part.after();
            write(part);
            if (done) {
                return;
            }
            if (left == 0 || pieces == 0 || part.finished()) {
                end();
            } else if (part.entries().isEmpty()) {
                atEnd();
                return;
            }
        }
    }

    private void write(ContainerRun.Part part) {
        Buffer buffer = Buffer.buffer(64 * 1024);
        for (LogEntry entry : part.entries()) {
            if (pieces == 0) {
                break;
            }
            pieces--;
            if (entry.since(query.since())) {
                entry.writeTo(buffer, query.timestamps(), begins);
            }
            begins = entry.endsLine(begins);
        }
        int length = (int) Math.min(Math.min(left, cut), buffer.length());
        left -= length;
        cut -= length;
        // Like a kubelet: not even the head of the answer before there is something to say.
        if (length > 0) {
            response.write(buffer.slice(0, length));
        }
        if (cut == 0) {
            breakOff();
        }
    }

    private void atEnd() {
        if (!query.follow()) {
            end();
            return;
        }
        String failure = log.followFailure();
        if (failure != null && !watches) {
            fail(failure);
        }
        watches = true;
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
