package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.access.Principal;
import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineTest {
    private final Fed fed = new Fed();
    private final AtomicReference<Map<String, Object>> seen = new AtomicReference<>(Map.of());
    private TestGateway gateway = gateway(TestGateway.server(60, 10, 10, List.of("https://ui.example"), "", ""));

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

    private void restart(io.kubelens.config.Config.Server server) {
        gateway.close();
        gateway = gateway(server);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void runsRoutesOnVirtualThreads() throws Exception {
        assertThat(gateway.get("/healthz").body()).isEqualTo("{\"virtual\":true}");
    }

    @Test
    void answersWithARequestIdOfItsOwn() throws Exception {
        HttpResponse<String> answer = gateway.get("/say?word=hi", "X-Request-Id", "forged");

        assertThat(answer.body()).isEqualTo("{\"said\":\"hi\"}");
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void nothingFromOutsideBecomesAHeader() throws Exception {
        String answer = gateway.rawAnswer(
                "GET /say?Set-Cookie=sid%3Devil&Location=x&Content-Type=text/evil"
                        + "&CamelHttpResponseCode=201&camelfilename=x&thing=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "CamelHttpUri: http://evil\r\nX-Evil: 1\r\nETag: evil\r\nCache-Control: evil\r\nImpersonate-User: root\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil")
                .doesNotContain("Set-Cookie")
                .doesNotContain("Location");
        assertThat(seen.get()).isEmpty();
    }

    @Test
    void pathParametersCannotBeOverridden() throws Exception {
        assertThat(gateway.get("/things/good?thing=evil", "thing", "evil").body())
                .isEqualTo("{\"name\":\"good\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "42", "a.b", "a-b"})
    void passesNamesAsTheyAre(String name) throws Exception {
        assertThat(gateway.get("/things/" + name).body())
                .isEqualTo("{\"name\":\"" + (name.equals("null") ? "null" : name) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/UPPER",
                "/things/a_b",
                "/things/%20",
                "/things/a%2Fb",
                "/things/..%2fx",
                "/things/%2e%2e/x",
                "/things/a%00",
                "/things/%c3%a9",
                "/say?word=1&word=2"
            })
    void refusesMalformedNamesAndRepeatedParameters(String path) throws Exception {
        String answer = gateway.rawAnswer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\":").contains("\"request_id\":");
    }

    @Test
    void tellsUnknownPathsAndMethods() throws Exception {
        HttpResponse<String> unknown = gateway.get("/nowhere");
        HttpRequest delete =
                HttpRequest.newBuilder(gateway.uri("/say")).DELETE().build();
        HttpResponse<String> wrong = gateway.http.send(delete, HttpResponse.BodyHandlers.ofString());

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"error\":\"not found\"", "request_id");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(wrong.body()).contains("\"error\":\"method not allowed\"");
        assertThat(gateway.meters
                        .find("kubelens.http.request")
                        .tags("route", "none", "status", "404")
                        .timer())
                .isNotNull();
    }

    @Test
    void refusesLargeBodies() throws Exception {
        HttpRequest fits = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1000)))
                .build();
        HttpRequest large = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1001)))
                .build();

        assertThat(gateway.http.send(fits, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = gateway.http.send(large, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"error\":\"request body too large\"", "request_id");
    }

    @Test
    void hidesWhatFailed() throws Exception {
        HttpResponse<String> answer = gateway.get("/fail");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal error").doesNotContain("secret");
        assertThat(gateway.get("/odd").statusCode()).isEqualTo(500);
    }

    @Test
    void withholdsAnAnswerWithoutPrincipal() throws Exception {
        Processor forgetful = exchange -> exchange.setProperty("principal", "root");
        try (TestGateway open = TestGateway.with(Map.of("beans", new Beans(), "authenticate", forgetful))
                .route("large", "GET", "/large", TestGateway.call("beans", "large()"))
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .start()) {
            assertThat(open.get("/large").statusCode()).isEqualTo(500);
            assertThat(open.get("/stream").statusCode()).isEqualTo(500);
            assertThat(fed.opened).isFalse();
            assertThat(fed.closed).isTrue();
        }
    }

    @Test
    void zipsLargeJsonForWhoAsks() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/large"))
                .header("Accept-Encoding", "br, gzip;q=0.5")
                .build();
        HttpResponse<byte[]> zipped = gateway.http.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.body().length).isLessThan(500);
        byte[] plain = new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(new Beans().large());
        assertThat(gateway.get("/large", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(gateway.get("/say", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void answersListedOriginsOnly() throws Exception {
        String preflight =
                "OPTIONS /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccess-Control-Request-Method: GET\r\nOrigin: ";

        assertThat(gateway.rawAnswer(preflight + "https://ui.example\r\n\r\n"))
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: https://ui.example");
        assertThat(gateway.rawAnswer(preflight + "https://evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void noOriginIsListedByDefault() throws Exception {
        restart(TestGateway.server(60, 10, 10, List.of(), "", ""));

        assertThat(gateway.rawAnswer(
                        "GET /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://ui.example\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control");
    }

    @Test
    void sendsEachEventAtOnce() throws Exception {
        try (Socket socket = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            fed.say("data: one\n\n");
            assertThat(lines.lines().filter(l -> l.startsWith("data")).findFirst())
                    .hasValue("data: one");
            fed.say("data: two\n\n");
            assertThat(lines.lines().filter(l -> l.startsWith("data")).findFirst())
                    .hasValue("data: two");
            assertThat(gateway.streams.count()).isEqualTo(1);
        }
        await().until(() -> fed.closed);
        assertThat(gateway.streams.count()).isZero();
    }

    @Test
    void completeStreamsEndWithTheFinalChunk() throws Exception {
        fed.say("data: one\n\n");
        fed.end(EventStream.State.COMPLETE);

        HttpResponse<String> answer = gateway.get("/stream");

        assertThat(answer.body()).isEqualTo("data: one\n\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        await().until(() -> fed.closed);
    }

    @Test
    void abortedStreamsEndWithoutTheFinalChunk() throws Exception {
        fed.say("data: one\n\n");
        fed.end(EventStream.State.ABORTED);

        String answer = gateway.rawAnswer("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).contains("data: one\n\n").doesNotContain("\r\n0\r\n");
    }

    @Test
    void aStopAbortsStreams() throws Exception {
        try (Socket socket = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().until(() -> fed.opened);
            fed.say("data: one\n\n");
            gateway.gateway.close();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).contains("data: one").doesNotContain("\r\n0\r\n");
            assertThat(fed.closed).isTrue();
        }
    }

    @Test
    void abortsAStreamWhenItsTokenExpires() throws Exception {
        Processor briefly = exchange -> {
            Request request = RouteConsumer.request(exchange);
            request.authenticated(new Principal("test", Set.of(), Instant.now().plusSeconds(2)));
            RouteConsumer.expose(request, exchange);
        };
        try (TestGateway brief = TestGateway.with(Map.of("beans", new Beans(), "authenticate", briefly))
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .start()) {
            fed.say("data: one\n\n");
            String answer = brief.rawAnswer("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer).contains("data: one\n\n").doesNotContain("\r\n0\r\n");
            await().until(() -> fed.closed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "open", "poll"})
    void aStreamThatFailsIsCutAndForgotten(String where) throws Exception {
        String answer = gateway.rawAnswer("GET /broken/" + where + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).doesNotContain("\r\n0\r\n").doesNotContain("X-Evil");
        await().until(() -> fed.closed);
        assertThat(gateway.streams.count()).isZero();
        long before = System.nanoTime();
        gateway.gateway.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT x:80", "GET say", "GET /nowhere", "DELETE /say"})
    void everyAnswerHasItsRequestId(String line) throws Exception {
        String answer = gateway.rawAnswer(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("X-Request-Id: [0-9a-f]{16}\r\n").contains("\"request_id\":");
    }

    @Test
    void refusesExpectationsThatItCannotMeet() throws Exception {
        String answer = gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: coffee\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer).startsWith("HTTP/1.1 417").contains("\"error\":\"expectation failed\"");
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws Exception {
        String answer = gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n").contains("HTTP/1.1 200", "{\"name\":\"x\"}");
    }

    @Test
    void refusesLargeBodiesOfUnknownLength() throws Exception {
        String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";

        assertThat(chunked(chunk + chunk)).startsWith("HTTP/1.1 200");
        assertThat(chunked(chunk + chunk + "1\r\nx\r\n")).startsWith("HTTP/1.1 413");
    }

    private String chunked(String chunks) throws Exception {
        return gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
    }

    @Test
    void zippedAnswersAlsoVaryByOrigin() throws Exception {
        assertThat(gateway.get("/large", "Accept-Encoding", "gzip").headers().allValues("Vary"))
                .containsExactly("Origin", "Accept-Encoding");
    }

    @Test
    void aSlowClientHoldsUpOnlyItself() throws Exception {
        fed.endless = true;
        try (Socket socket = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            AtomicReference<Long> before = new AtomicReference<>(-1L);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(fed.polled.get()) == fed.polled.get() && fed.polled.get() > 0);
            assertThat(gateway.get("/say").statusCode()).isEqualTo(200);
            assertThat(fed.polled).hasValueLessThan(64L * 1024 * 1024);
        }
        await().until(() -> fed.closed);
    }

    @Test
    void speaksHttp2WithoutTls() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            var response = client.request(HttpMethod.GET, gateway.gateway.port(), "127.0.0.1", "/stream")
                    .compose(r -> r.send())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
            AtomicReference<Throwable> end = new AtomicReference<>();
            Buffer got = Buffer.buffer();
            response.handler(got::appendBuffer)
                    .exceptionHandler(end::set)
                    .endHandler(clean -> end.set(new AssertionError("ended cleanly")));
            fed.say("data: one\n\n");
            await().until(() -> got.toString(StandardCharsets.UTF_8).equals("data: one\n\n"));
            fed.end(EventStream.State.ABORTED);
            await().until(() -> end.get() != null);
            assertThat(end.get()).isNotInstanceOf(AssertionError.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void cutsWhoDoesNotFinishTheHead() throws Exception {
        restart(TestGateway.server(60, 1, 10, List.of(), "", ""));

        assertThat(gateway.rawAnswer("GET /say HTTP/1.1\r\nHost: x\r\nSlow:")).isEmpty();
        assertThat(gateway.rawAnswer("")).isEmpty();
        assertThat(gateway.rawAnswer("PRI * HTTP/2.0\r\n")).isEmpty();
    }

    @Test
    void cutsWhoDoesNotFinishTheBody() throws Exception {
        restart(TestGateway.server(60, 10, 1, List.of(), "", ""));

        assertThat(gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"))
                .isEmpty();
    }

    @Test
    void cutsIdleConnectionsButNotQuietStreams() throws Exception {
        restart(TestGateway.server(1, 1, 1, List.of(), "", ""));
        try (Socket quiet = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            String idle = gateway.rawAnswer("GET /say HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle).startsWith("HTTP/1.1 200");
            fed.say("data: still here\n\n");
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(quiet.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.lines().filter(l -> l.startsWith("data")).findFirst())
                    .hasValue("data: still here");
        }
    }

    @Test
    void answersWhatIsNoHttp() throws Exception {
        assertThat(gateway.rawAnswer("GET /say HTTP/1.1\r\nbad header\u0000: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("request_id");
    }

    @Test
    void knowsTheExchangeOnlyWhileItRuns() throws Exception {
        fed.say("data: one\n\n");
        try (Socket socket = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().until(() -> fed.opened);
            assertThat(gateway.gateway.inflight()).isZero();
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void bodiesReachTheRoute() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("abc"))
                .build();

        HttpResponse<String> answer = gateway.http.send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"name\":\"abc\"}");
    }
}
