package io.kubelens.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where the events of a watch go. */
interface WatchSink {
    void write(Buffer event);

    boolean isFull();

    boolean isClosed();

    void onDrain(Runnable step);

    void end();

    /** Lines of JSON in a chunked answer. */
    static WatchSink of(HttpServerResponse response) {
        response.setChunked(true).putHeader("Content-Type", "application/json").write(Buffer.buffer());
        return new WatchSink() {
            @Override
            public void write(Buffer event) {
                response.write(event.appendByte((byte) '\n'));
            }

            @Override
            public boolean isFull() {
                return response.writeQueueFull();
            }

            @Override
            public boolean isClosed() {
                return response.closed();
            }

            @Override
            public void onDrain(Runnable step) {
                response.drainHandler(now -> step.run());
            }

            @Override
            public void end() {
                response.end();
            }
        };
    }

    /** One text message per event, which is what fabric8 asks for first. */
    static WatchSink of(ServerWebSocket socket) {
        return new WatchSink() {
            @Override
            public void write(Buffer event) {
                socket.writeTextMessage(event.toString());
            }

            @Override
            public boolean isFull() {
                return socket.writeQueueFull();
            }

            @Override
            public boolean isClosed() {
                return socket.isClosed();
            }

            @Override
            public void onDrain(Runnable step) {
                socket.drainHandler(now -> step.run());
            }

            @Override
            public void end() {
                socket.close((short) 1000);
            }
        };
    }
}
