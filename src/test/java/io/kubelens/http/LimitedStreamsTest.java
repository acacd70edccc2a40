package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.access.Principal;
import io.kubelens.config.Config;
import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits on a running engine: every way in which a stream can end gives its place back. */
@Timeout(60)
class LimitedStreamsTest {
    private static final String ADMIT =
            TestGateway.call("limits", "admit(${body}, ${header.thing}, ${exchangeProperty.principal})");

    private final Queue<Fed> made = new ConcurrentLinkedQueue<>();
    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final Semaphore goOn = new Semaphore(0);
    private volatile String subject = "alice";
    private volatile Config.Logs config = StreamLimitsTest.limits(1, 0, 0, 0);
    private final TestGateway gateway = start();

    /** What the routes of this test call. */
    public final class Streams {
        public EventStream stream() {
            Fed stream = new Fed();
            made.add(stream);
            return stream;
        }
    }

    private TestGateway start() {
        Processor letIn = exchange -> {
            Request request = RouteConsumer.request(exchange);
            Principal caller = StreamLimitsTest.user(subject);
            request.authenticated(caller);
            exchange.setProperty("principal", caller);
            RouteConsumer.expose(request, exchange);
        };
        Processor fail = exchange -> {
            throw new IllegalStateException("after the stream was admitted");
        };
        Processor hold = exchange -> {
            arrived.countDown();
            goOn.acquire();
        };
        Processor badStatus = exchange -> exchange.getMessage().setHeader("CamelHttpResponseCode", "no number");
        Processor badHeader = exchange -> exchange.getMessage().setHeader("Location", "two\nlines");
        String stream = TestGateway.call("streams", "stream()") + ADMIT;
        return TestGateway.with(Map.of(
                        "streams", new Streams(),
                        "limits", new StreamLimits(() -> config, now::get),
                        "authenticate", letIn,
                        "fail", fail,
                        "hold", hold,
                        "badStatus", badStatus,
                        "badHeader", badHeader))
                .route("good", "GET", "/good/{thing}", stream)
                .route("failing", "GET", "/failing/{thing}", stream + "- process:\n    ref: fail\n")
                .route("held", "GET", "/held/{thing}", stream + "- process:\n    ref: hold\n")
                .route("cut", "GET", "/cut/{thing}", stream + "- process:\n    ref: badHeader\n")
                .route("bad", "GET", "/bad/{thing}", stream + "- process:\n    ref: badStatus\n")
                .start();
    }

    @AfterEach
    void stop() {
        goOn.release();
        gateway.close();
    }

    private Socket open(String path) throws Exception {
        return gateway.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private int status() throws Exception {
        return status("shop");
    }

    /** Asks for a stream and leaves once its answer has begun. */
    private int status(String namespace) throws Exception {
        try (Socket socket = open("/good/" + namespace)) {
            byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(head, "HTTP/1.1 ".length(), 3, StandardCharsets.US_ASCII));
        }
    }

    private void awaitAPlace() {
        await().until(() -> status() == 200);
    }

    @Test
    void answers429WithWhenToComeBack() throws Exception {
        try (Socket first = open("/good/shop")) {
            await().until(() -> gateway.streams.count() == 1);

            HttpResponse<String> answer = gateway.get("/good/shop");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body())
                    .matches("\\{\"error\":\"too many open log streams\",\"request_id\":\"[0-9a-f]{16}\"}");
            assertThat(made).extracting(stream -> stream.opened).containsExactly(true, false);
            assertThat(made).extracting(stream -> stream.closed).containsExactly(false, true);
            assertThat(first.isConnected()).isTrue();
        }
        awaitAPlace();
    }

    @Test
    void tellsWhenTheNextTokenIsThere() throws Exception {
        config = StreamLimitsTest.limits(0, 0, 2, 1);
        assertThat(status()).isEqualTo(200);

        HttpResponse<String> answer = gateway.get("/good/shop");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(answer.body()).startsWith("{\"error\":\"log rate limit exceeded\",");
        assertThat(status("payments")).isEqualTo(200);
    }

    @Test
    void aCompleteStreamGivesItsPlaceBack() throws Exception {
        try (Socket first = open("/good/shop")) {
            await().until(() -> gateway.streams.count() == 1);
            made.element().end(EventStream.State.COMPLETE);
            awaitAPlace();
            assertThat(first.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/failing/shop", "/bad/shop"})
    void aStreamThatIsNeverOpenedGivesItsPlaceBack(String path) throws Exception {
        assertThat(gateway.get(path).statusCode()).isEqualTo(500);

        assertThat(made).extracting(stream -> stream.opened).containsExactly(false);
        assertThat(made).extracting(stream -> stream.closed).containsExactly(true);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void anAnswerThatCannotBeWrittenGivesItsPlaceBack() throws Exception {
        assertThat(gateway.rawAnswer("GET /cut/shop HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEmpty();

        awaitAPlace();
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerGivesItsPlaceBack() throws Exception {
        try (Socket gone = open("/held/shop")) {
            arrived.await();
            assertThat(status()).isEqualTo(429);
            assertThat(gone.isConnected()).isTrue();
        }
        goOn.release();

        awaitAPlace();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                " ",
                "'",
                "\"alice\"",
                "'alice'",
                "alice, 'x'",
                "alice)",
                "${body}",
                "$simple{body}",
                "{{env:PATH}}",
                "true",
                "42",
                "alice\r\nX: y",
                "\u0000",
                "*",
                "java.lang.String"
            })
    void aHostileSubjectIsOneUserOfItsOwn(String hostile) throws Exception {
        config = StreamLimitsTest.limits(0, 1, 0, 0);
        try (Socket alice = open("/good/shop")) {
            await().until(() -> gateway.streams.count() == 1);
            subject = hostile;
            try (Socket other = open("/good/shop")) {
                await().until(() -> gateway.streams.count() == 2);
                assertThat(gateway.get("/good/shop").statusCode()).isEqualTo(429);
                assertThat(List.of(alice, other)).allMatch(Socket::isConnected);
            }
            awaitAPlace();
        }
    }
}
