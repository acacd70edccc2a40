package io.kubelens.http;

import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;

/** Routes of every kind behind the gate, and what they got to see. */
abstract class EngineRoutes {
    final Fed fed = new Fed();
    final AtomicReference<Map<String, Object>> seen = new AtomicReference<>(Map.of());
    TestGateway gateway = gateway(TestGateway.server(60, 10, 10, List.of("https://ui.example"), "", ""));

    /** What the routes of this test call. */
    public final class Beans {
        public String say(Query query) {
            return "{\"said\":\""
                    + query.text(new Parameter.Text("word", "", "")).orElse("nothing") + "\"}";
        }

        public String name(String name) {
            return "{\"name\":\"" + name + "\"}";
        }

        public EventStream stream() {
            return fed;
        }

        public String thread() {
            return "{\"virtual\":" + Thread.currentThread().isVirtual() + "}";
        }

        public String large() {
            return "{\"text\":\"" + "x".repeat(5000) + "\"}";
        }

        public String fail() {
            throw new IllegalStateException("the secret reason");
        }

        public EventStream broken(String where) {
            return new Broken(where);
        }

        public Object odd() {
            return new Object();
        }
    }

    /** A stream with a mistake in it. */
    private final class Broken implements EventStream {
        private final String where;

        Broken(String where) {
            this.where = where;
        }

        @Override
        public void withdraw() {}

        @Override
        public String contentType() {
            return where.equals("type") ? "text/\r\nX-Evil: 1" : "text/event-stream";
        }

        @Override
        public void open(Runnable ready) {
            if (where.equals("open")) {
                throw new IllegalStateException("cannot open");
            }
        }

        @Override
        public ByteBuf poll() {
            throw new IllegalStateException("cannot poll");
        }

        @Override
        public State state() {
            return State.OPEN;
        }

        @Override
        public void close() {
            fed.close();
        }
    }

    private TestGateway gateway(io.kubelens.config.Config.Server server) {
        Processor look =
                exchange -> seen.set(new TreeMap<>(exchange.getMessage().getHeaders()));
        return TestGateway.with(Map.of("beans", new Beans(), "look", look))
                .config(server)
                .open("healthz", "/healthz", TestGateway.call("beans", "thread()"))
                .route(
                        "say",
                        "GET",
                        "/say",
                        "- process:\n    ref: look\n" + TestGateway.call("beans", "say(${exchangeProperty.query})"))
                .route("take", "POST", "/say", TestGateway.call("beans", "name(${bodyAs(String)})"))
                .route("name", "GET", "/things/{thing}", TestGateway.call("beans", "name(${header.thing})"))
                .route("large", "GET", "/large", TestGateway.call("beans", "large()"))
                .route("fail", "GET", "/fail", TestGateway.call("beans", "fail()"))
                .route("odd", "GET", "/odd", TestGateway.call("beans", "odd()"))
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .route("broken", "GET", "/broken/{where}", TestGateway.call("beans", "broken(${header.where})"))
                .start();
    }

    final void restart(io.kubelens.config.Config.Server server) {
        gateway.close();
        gateway = gateway(server);
    }

    @AfterEach
    final void stop() {
        gateway.close();
    }
}
