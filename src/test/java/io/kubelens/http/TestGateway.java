package io.kubelens.http;

import io.kubelens.access.Principal;
import io.kubelens.config.Config;
import io.kubelens.logs.EventStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** A gateway with routes of a test's own: the engine alone, without Keycloak or Kubernetes. */
final class TestGateway implements AutoCloseable {
    static final Processor LET_IN = exchange -> {
        Request request = RouteConsumer.request(exchange);
        request.authenticated(new Principal("test", Set.of(), Instant.MAX));
        RouteConsumer.expose(request, exchange);
    };

    private final Vertx vertx;
    final OpenStreams streams;
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Gateway gateway;
    private final CurrentRoutes current = new CurrentRoutes();
    final HttpClient http = HttpClient.newHttpClient();

    private TestGateway(
            Config.Server config, List<RouteFile> routes, Map<String, Object> beans, Predicate<Principal> mayStay) {
        streams = new OpenStreams(mayStay);
        vertx = FirstHead.vertx(config);
        gateway = new Gateway(
                vertx,
                config,
                new Gateway.Listen("127.0.0.1", 0),
                routes,
                beans,
                "",
                current,
                streams,
                new RequestMeters(meters));
    }

    /** What serves now. */
    CamelContext camel() {
        return current.get().camel();
    }

    static Builder with(Map<String, Object> beans) {
        return new Builder(beans);
    }

    static final class Builder {
        private final Map<String, Object> beans = new HashMap<>();
        private final List<RouteFile> routes = new ArrayList<>();
        private Config.Server config = server(60, 10, 10, List.of(), "", "");
        private Predicate<Principal> mayStay = caller -> true;

        Builder(Map<String, Object> beans) {
            this.beans.put("authenticate", LET_IN);
            this.beans.putAll(beans);
            direct("audit");
            direct("pod-open");
            RouteRulesTest.STORE.forEach(this::direct);
        }

        private void direct(String name) {
            routes.add(new RouteFile(
                    name + ".yaml",
                    "lens",
                    """
                    - route:
                        id: %1$s
                        description: Nothing
                        from:
                          uri: direct:%1$s
                          steps:
                            - log:
                                loggingLevel: DEBUG
                                message: %1$s
                    """
                            .formatted(name)));
        }

        /** What the audit does. */
        Builder audit(String steps) {
            routes.removeIf(file -> file.name().equals("audit.yaml"));
            routes.add(new RouteFile(
                    "audit.yaml",
                    "lens",
                    """
                    - route:
                        id: audit
                        description: A test
                        from:
                          uri: direct:audit
                          steps:
                    %s
                    """
                            .formatted(steps.indent(8))));
            return this;
        }

        Builder config(Config.Server server) {
            config = server;
            return this;
        }

        /** Who may stay when the streams are judged. */
        Builder admitting(Predicate<Principal> mayStay) {
            this.mayStay = mayStay;
            return this;
        }

        /** A protected route, whose steps after the gate are these. */
        Builder route(String id, String method, String path, String steps) {
            return add(id, method, path, "        - process:\n            ref: authenticate\n" + steps.indent(8));
        }

        Builder open(String id, String path, String steps) {
            return add(id, "GET", path, steps.indent(8));
        }

        /** A protected route that says that it answers with a stream. */
        Builder stream(String id, String path, String steps) {
            return add(
                    id,
                    "GET",
                    path + "\n        produces: text/event-stream",
                    "        - process:\n            ref: authenticate\n" + steps.indent(8));
        }

        private Builder add(String id, String method, String path, String steps) {
            routes.add(new RouteFile(
                    id + ".yaml",
                    "lens",
                    """
                    - route:
                        id: %s
                        description: A test
                        from:
                          uri: platform-http
                          parameters:
                            path: %s
                            httpMethodRestrict: %s
                          steps:
                    %s
                    """
                            .formatted(id, path, method, steps)));
            return this;
        }

        Builder file(RouteFile file) {
            routes.add(file);
            return this;
        }

        List<RouteFile> files() {
            return List.copyOf(routes);
        }

        TestGateway start() {
            return new TestGateway(config, routes, beans, mayStay);
        }
    }

    static Config.Server server(int idle, int header, int read, List<String> cors, String cert, String key) {
        return new Config.Server("", read, 0, idle, header, 2, 1000, true, cors, cert, key);
    }

    static String call(String bean, String method) {
        return """
                - setBody:
                    expression:
                      method:
                        ref: %s
                        method: %s
                """
                .formatted(bean, method);
    }

    static final String JSON = "- marshal:\n    json: {}\n";

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are, so that also what no client library would send can be sent. */
    Socket raw(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    String rawAnswer(String request) throws IOException {
        try (Socket socket = raw(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A stream that a test feeds by hand. */
    static final class Fed implements EventStream {
        private final ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
        private volatile @Nullable Runnable ready;
        private volatile State state = State.OPEN;
        volatile boolean opened;
        volatile boolean closed;
        volatile boolean withdrawn;
        volatile boolean stubborn;
        volatile boolean endless;
        final AtomicLong polled = new AtomicLong();

        void say(String text) {
            queue.add(text);
            wake();
        }

        void end(State how) {
            state = how;
            wake();
        }

        private void wake() {
            Runnable wake = ready;
            if (wake != null) {
                wake.run();
            }
        }

        @Override
        public String contentType() {
            return "text/event-stream";
        }

        @Override
        public void open(Runnable ready) {
            opened = true;
            this.ready = ready;
        }

        @Override
        public @Nullable ByteBuf poll() {
            if (endless) {
                polled.addAndGet(65536);
                return Unpooled.wrappedBuffer(new byte[65536]);
            }
            String next = queue.poll();
            return next == null ? null : Unpooled.copiedBuffer(next, StandardCharsets.UTF_8);
        }

        @Override
        public void withdraw() {
            if (stubborn) {
                throw new IllegalStateException("a stream that fails when it is withdrawn");
            }
            withdrawn = true;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
