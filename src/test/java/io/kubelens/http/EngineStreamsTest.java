package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.access.Principal;
import io.kubelens.logs.EventStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineStreamsTest extends EngineRoutes {
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
    void knowsTheExchangeOnlyWhileItRuns() throws Exception {
        fed.say("data: one\n\n");
        try (Socket socket = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().until(() -> fed.opened);
            assertThat(gateway.gateway.inflight()).isZero();
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
