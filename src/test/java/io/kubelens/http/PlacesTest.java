package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Slow slow = new Slow();
    private final TestGateway.Fed fed = new TestGateway.Fed();
    private final TestGateway gateway = TestGateway.with(Map.of("slow", slow, "streams", new Streams(fed)))
            .open("healthz", "/healthz", TestGateway.call("slow", "live()") + TestGateway.JSON)
            .route("slow", "GET", "/slow", TestGateway.call("slow", "work()") + TestGateway.JSON)
            .stream("stream", "/stream", TestGateway.call("streams", "next()"))
            .start();

    public static final class Slow {
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicInteger working = new AtomicInteger();

        public Map<String, String> live() {
            return Map.of("status", "ok");
        }

        public Map<String, String> work() throws InterruptedException {
            working.incrementAndGet();
            done.await();
            return Map.of();
        }
    }

    public static final class Streams {
        private final TestGateway.Fed fed;

        Streams(TestGateway.Fed fed) {
            this.fed = fed;
        }

        public TestGateway.Fed next() {
            return fed;
        }
    }

    @AfterEach
    void stop() {
        slow.done.countDown();
        gateway.close();
    }

    @Test
    void refusesWhatIsTooMuchAndGoesOnAfterwards() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> all = fill();

        HttpResponse<String> refused = gateway.get("/slow");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("too many requests at once");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        slow.done.countDown();
        all.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        await().untilAsserted(
                        () -> assertThat(gateway.get("/slow").statusCode()).isEqualTo(200));
    }

    @Test
    void lives() throws Exception {
        fill();

        assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotCountStreams() throws Exception {
        fed.say("data: one\n\n");
        try (var stream = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().until(() -> fed.opened);

            fill();

            assertThat(slow.working).hasValue(Places.MOST);
            assertThat(stream.isConnected()).isTrue();
        }
    }

    @Test
    void opensStreamsWhenAllPlacesAreTaken() throws Exception {
        fill();
        fed.say("data: one\n\n");

        try (var stream = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            await().until(() -> fed.opened);
            assertThat(stream.isConnected()).isTrue();
        }
    }

    private List<CompletableFuture<HttpResponse<String>>> fill() {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/slow")).build();
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, Places.MOST)
                .mapToObj(i -> gateway.http.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        await().until(() -> slow.working.get() == Places.MOST);
        return all;
    }
}
