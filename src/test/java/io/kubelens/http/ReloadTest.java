package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class ReloadTest {
    private final Fed fed = new Fed();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger firstTicks = new AtomicInteger();
    private final AtomicInteger secondTicks = new AtomicInteger();
    private final TestGateway gateway = with("first").start();

    /** What the routes of this test call. */
    public final class Beans {
        public String say(String word) {
            return "{\"said\":\"" + word + "\"}";
        }

        public String slow() throws InterruptedException {
            begun.incrementAndGet();
            slow.await();
            return "{\"slow\":true}";
        }

        public EventStream stream() {
            return fed;
        }

        public void tick(String generation) {
            (generation.equals("first") ? firstTicks : secondTicks).incrementAndGet();
        }
    }

    private TestGateway.Builder with(String generation) {
        return TestGateway.with(Map.of("beans", new Beans()))
                .open("healthz", "/healthz", TestGateway.call("beans", "say('" + generation + "')"))
                .route("slow", "GET", "/slow", TestGateway.call("beans", "slow()"))
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .file(timer(generation));
    }

    private static RouteFile timer(String generation) {
        return timer("timer:tick", "period: 20", "tick('" + generation + "')");
    }

    private static RouteFile timer(String uri, String parameter, String call) {
        return new RouteFile(
                "tick.yaml",
                "lens",
                """
                - route:
                    id: tick
                    description: Ticks
                    from:
                      uri: %s
                      parameters:
                        %s
                      steps:
                        - bean:
                            ref: beans
                            method: %s
                """
                        .formatted(uri, parameter, call));
    }

    @AfterEach
    void stop() {
        slow.countDown();
        gateway.close();
    }

    private void reload() {
        gateway.gateway.replace(with("second").files());
    }

    private String said() throws Exception {
        return gateway.get("/healthz").body();
    }

    @Test
    void servesTheNewRoutesAtOnce() throws Exception {
        assertThat(said()).contains("first");

        reload();

        assertThat(said()).contains("second");
        await().until(() -> gateway.gateway.retired() == 0);
    }

    @Test
    void letsARunningRequestFinishOnTheRoutesItBeganOn() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/slow")).build();
        CompletableFuture<HttpResponse<String>> answer =
                gateway.http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().until(() -> begun.get() == 1);

        reload();
        assertThat(said()).contains("second");
        assertThat(gateway.gateway.retired()).isEqualTo(1);
        slow.countDown();

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).contains("slow");
        await().until(() -> gateway.gateway.retired() == 0);
    }

    @Test
    void endsNoStreamAndKeepsNothingOfItsRoutes() throws Exception {
        HttpResponse<java.io.InputStream> answer = gateway.http.send(
                HttpRequest.newBuilder(gateway.uri("/stream")).build(), HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        fed.say("data: before\n");
        assertThat(lines.readLine()).isEqualTo("data: before");
        WeakReference<CamelContext> old = new WeakReference<>(gateway.camel());

        reload();
        await().until(() -> gateway.gateway.retired() == 0);
        fed.say("data: after\n");

        assertThat(lines.readLine()).isEqualTo("data: after");
        assertThat(fed.closed).isFalse();
        await("the old routes are garbage").until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    @Test
    void ticksOnlyInTheGenerationThatServes() {
        await().until(() -> firstTicks.get() > 2);

        reload();

        int last = firstTicks.get();
        await().until(() -> secondTicks.get() > 5);
        assertThat(firstTicks.get()).isLessThanOrEqualTo(last + 1);
    }

    @Test
    void doesNotTickInASetThatIsRefused() {
        List<RouteFile> files = new ArrayList<>(with("second").files());
        files.add(new RouteFile("broken.yaml", "lens", "- route:\n    id: broken\n"));

        assertThatThrownBy(() -> gateway.gateway.replace(files)).isInstanceOf(RoutesRefused.class);

        int last = firstTicks.get();
        await().until(() -> firstTicks.get() > last + 5);
        assertThat(secondTicks.get()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    timer:tick | period: 20   | tick(${body} ${header.x            | tick.yaml:9: tick: .*
                    timer:tick | perod: 20    | tick('x')                       | tick.yaml:7: tick: 'perod' is not allowed here.*
                    timer:tick | period: 20   | tock('x')                       | tick.yaml:9: tick: the bean 'beans' has no method 'tock'; .*
                    timer:tick | period: 20   | tick('x', 'y')                  | tick.yaml:9: tick: beans.tick takes 1 arguments, not 2; .*
                    timr:tick  | period: 20   | tick('x')                       | tick.yaml:4: tick: from: timr:tick is not allowed.*
                    """)
    void saysWhereTheProblemIsAndServesOn(String uri, String parameter, String call, String problem) throws Exception {
        List<RouteFile> files = new ArrayList<>(with("second").files());
        files.set(files.size() - 1, timer(uri, parameter, call));

        assertThatThrownBy(() -> gateway.gateway.replace(files))
                .isInstanceOfSatisfying(RoutesRefused.class, refused -> assertThat(refused.problems())
                        .first()
                        .asString()
                        .matches(problem));

        assertThat(said()).contains("first");
        reload();
        assertThat(said()).contains("second");
    }

    @Test
    void stopsOldRoutesWithTheGateway() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/slow")).build();
        CompletableFuture<HttpResponse<String>> answer =
                gateway.http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().until(() -> begun.get() == 1);
        CamelContext old = gateway.camel();
        reload();

        gateway.close();

        assertThat(old.isStopped()).isTrue();
        await().until(answer::isDone);
    }

    @Test
    void failsNoRequestWhileRoutesAreReplacedAgainAndAgain() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                while (over.getCount() > 0) {
                    try {
                        (gateway.get("/healthz").statusCode() == 200 ? answered : failed).incrementAndGet();
                    } catch (Exception e) {
                        failed.incrementAndGet();
                    }
                }
            }));
        }
        for (int i = 0; i < 10; i++) {
            int before = answered.get();
            reload();
            await().pollInterval(Duration.ofMillis(5)).until(() -> answered.get() > before);
        }
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failed).hasValue(0);
        await().until(() -> gateway.gateway.retired() == 0);
    }
}
