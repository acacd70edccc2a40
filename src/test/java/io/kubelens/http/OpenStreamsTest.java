package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.access.Principal;
import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may stay when policy has changed. */
@Timeout(60)
class OpenStreamsTest {
    private static final List<String> OTHERS = List.of("bob", "carol", "dave", "erin", "frank");

    private final Map<String, Fed> made = new ConcurrentHashMap<>();
    private final List<Socket> clients = new ArrayList<>();
    private volatile String subject = "";
    private volatile Predicate<String> mayStay = caller -> true;
    private final TestGateway gateway = start();

    /** What the route of this test calls. */
    public final class Streams {
        public EventStream stream() {
            Fed stream = new Fed();
            made.put(subject, stream);
            return stream;
        }
    }

    private TestGateway start() {
        Processor letIn = exchange -> {
            Request request = RouteConsumer.request(exchange);
            request.authenticated(StreamLimitsTest.user(subject));
            RouteConsumer.expose(request, exchange);
        };
        return TestGateway.with(Map.of("streams", new Streams(), "authenticate", letIn))
                .admitting(this::admits)
                .route("stream", "GET", "/stream", TestGateway.call("streams", "stream()"))
                .start();
    }

    private boolean admits(Principal caller) {
        return mayStay.test(caller.subject());
    }

    private boolean isGood(String caller) {
        if (caller.equals("alice")) {
            throw new IllegalStateException("cannot be judged");
        }
        return caller.equals("bob");
    }

    private Fed open(String user) throws IOException {
        subject = user;
        clients.add(gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"));
        await().until(() -> made.containsKey(user) && of(user).opened);
        return of(user);
    }

    private Fed of(String user) {
        return Objects.requireNonNull(made.get(user));
    }

    private void openOthers() throws IOException {
        for (String user : OTHERS) {
            open(user);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        gateway.close();
    }

    private void assertThatOthersWereJudged() {
        assertThat(OTHERS).allMatch(user -> of(user).withdrawn != user.equals("bob"));
    }

    @Test
    void endsTheStreamOfACallerWhoCannotBeJudgedAndJudgesTheOthers() throws Exception {
        Fed alice = open("alice");
        openOthers();
        mayStay = this::isGood;

        gateway.streams.reconsider();

        assertThat(alice.withdrawn).isTrue();
        assertThatOthersWereJudged();
    }

    @Test
    void cutsAStreamThatFailsToEndAndJudgesTheOthers() throws Exception {
        Fed alice = open("alice");
        alice.stubborn = true;
        openOthers();
        mayStay = this::isGood;

        gateway.streams.reconsider();

        assertThatOthersWereJudged();
        await().until(() -> alice.closed);
        assertThat(clients.getFirst().getInputStream().readAllBytes())
                .asString()
                .doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void endsAStreamWhoseCallerCannotBeJudgedAsItBegins() throws Exception {
        mayStay = this::isGood;

        assertThat(open("alice").withdrawn).isTrue();
        assertThat(open("bob").withdrawn).isFalse();
    }
}
