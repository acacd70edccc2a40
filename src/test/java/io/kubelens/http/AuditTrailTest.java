package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.HeardLog;
import io.kubelens.logs.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

public final class AuditTrailTest {
    private static final int WAITING = 8192;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TO_BEAN =
            "- bean:\n    ref: beans\n    method: audited(${exchangeProperty.occurrence})\n";

    private final List<Occurrence> audited = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final HeardLog log = HeardLog.of(AuditTrail.class);

    /** What the routes of this test call. */
    public final class Beans {
        public void audited(Occurrence occurrence) {
            audited.add(occurrence);
        }

        public void fail(Occurrence occurrence) {
            throw new IllegalStateException("no disk");
        }

        public Map<String, String> hello() {
            return Map.of("hello", "world");
        }

        public EventStream stream() {
            TestGateway.Fed fed = new TestGateway.Fed();
            fed.say("data: 1\n\n");
            fed.end(EventStream.State.COMPLETE);
            return fed;
        }
    }

    /** A route that holds on to the first event until it is freed. */
    private final class Stuck implements Consumer<Map<String, Object>> {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch free = new CountDownLatch(1);

        @Override
        public void accept(Map<String, Object> properties) {
            reached.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            take(properties);
        }
    }

    private void take(Map<String, Object> properties) {
        audited.add((Occurrence) properties.get("occurrence"));
    }

    private static Occurrence number(int number) {
        return Occurrence.done("count", Integer.toString(number));
    }

    private TestGateway.Builder routes() {
        return TestGateway.with(Map.of("beans", new Beans()))
                .audit(TO_BEAN)
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .route("hello", "GET", "/hello", TestGateway.call("beans", "hello()") + TestGateway.JSON);
    }

    @Test
    void tellsInOrder() {
        AuditTrail trail = new AuditTrail(this::take, PATIENCE);
        IntStream.range(0, 100).forEach(n -> trail.tell(number(n)));
        trail.start();
        trail.close();

        assertThat(audited)
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj(AuditTrailTest::number).toList());
        assertThat(trail.written()).isEqualTo(100);
    }

    @Test
    void losesAndCountsWhatComesTooFastWithoutMakingAnybodyWait() throws Exception {
        Stuck route = new Stuck();
        AuditTrail trail = new AuditTrail(route, PATIENCE);
        trail.start();
        trail.tell(number(0));
        route.reached.await();
        IntStream.range(1, WAITING + 11).forEach(n -> trail.tell(number(n)));

        assertThat(trail.overflowed()).isEqualTo(10);
        assertThat(trail.waiting()).isEqualTo(WAITING);
        route.free.countDown();
        trail.close();
        assertThat(audited).hasSize(WAITING + 1).last().isEqualTo(number(WAITING));
    }

    @Test
    void keepsHalfOfItsRoomFromStrangers() {
        AuditTrail trail = new AuditTrail(properties -> {}, PATIENCE);
        IntStream.range(0, WAITING).forEach(n -> trail.tell(new AuditTrail.Entry(null, number(n)), true));
        assertThat(trail.waiting()).isEqualTo(WAITING / 2);
        assertThat(trail.overflowed()).isEqualTo(WAITING / 2);

        trail.tell(new AuditTrail.Entry(null, number(WAITING)), false);
        assertThat(trail.waiting()).isEqualTo(WAITING / 2 + 1);
    }

    @Test
    void saysThatItFailsOnceAMinute() {
        AuditTrail trail = new AuditTrail(
                properties -> {
                    throw new IllegalStateException("no disk");
                },
                PATIENCE);
        trail.start();
        IntStream.range(0, 50).forEach(n -> trail.tell(number(n)));
        trail.close();

        assertThat(trail.failed()).isEqualTo(50);
        assertThat(log.lines()).containsExactly("The audit trail has lost 1 events since the start: the route fails");
    }

    @Test
    void writesOnAfterAnErrorAndAnInterrupt() {
        AuditTrail trail = new AuditTrail(
                properties -> {
                    if (properties.containsValue(number(0))) {
                        throw new StackOverflowError();
                    }
                    if (properties.containsValue(number(1))) {
                        Thread.currentThread().interrupt();
                    }
                    take(properties);
                },
                PATIENCE);
        trail.start();
        IntStream.range(0, 3).forEach(n -> trail.tell(number(n)));
        await().untilAsserted(() -> assertThat(audited).containsExactly(number(1), number(2)));
        trail.close();

        assertThat(trail.failed()).isEqualTo(1);
        assertThat(trail.written()).isEqualTo(2);
        assertThat(trail.stopped()).isZero();
    }

    @Test
    void countsWhatItIsToldAfterItsEnd() {
        AuditTrail trail = new AuditTrail(this::take, PATIENCE);
        trail.start();
        trail.tell(number(0));
        trail.close();

        trail.tell(number(1));
        trail.tell(number(2));

        assertThat(audited).containsExactly(number(0));
        assertThat(trail.stopped()).isEqualTo(2);
        assertThat(trail.waiting()).isZero();
        assertThat(log.lines()).containsExactly("The audit trail has lost 1 events since the start: it has ended");
    }

    @Test
    void countsWhatWaitsInVainAtTheEnd() throws Exception {
        Stuck route = new Stuck();
        AuditTrail trail = new AuditTrail(route, Duration.ofMillis(1));
        trail.start();
        IntStream.range(0, 4).forEach(n -> trail.tell(number(n)));
        route.reached.await();
        trail.close();

        assertThat(trail.stopped()).isEqualTo(3);
        assertThat(log.lines()).contains("The audit trail has lost 3 events at the stop");
        await().untilAsserted(() -> assertThat(trail.failed()).isEqualTo(1));
        assertThat(trail.waiting()).isZero();
    }

    @Test
    void countsEachEventOnceWhenTheEndComesWhileItIsTold() throws Exception {
        AuditTrail trail = new AuditTrail(this::take, PATIENCE);
        trail.start();
        Thread teller = Thread.ofPlatform().start(() -> IntStream.range(0, 5000).forEach(n -> trail.tell(number(n))));
        trail.close();
        teller.join();

        assertThat(audited.size() + trail.stopped()).isEqualTo(5000);
        assertThat(trail.waiting()).isZero();
    }

    @Test
    void failsNoRequestWhenItsRouteFails() throws Exception {
        try (TestGateway gateway = routes().audit(
                        "- bean:\n    ref: beans\n    method: fail(${exchangeProperty.occurrence})\n")
                .start()) {
            assertThat(gateway.get("/stream").body()).isEqualTo("data: 1\n\n");
            assertThat(gateway.get("/stream").statusCode()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(gateway.gateway.audit().failed()).isEqualTo(4));
        }
    }

    @Test
    void tellsOfEachStreamAsItBeginsAndEnds() throws Exception {
        try (TestGateway gateway = routes().start()) {
            gateway.get("/stream");
            gateway.get("/hello");
            await().untilAsserted(() -> assertThat(audited).hasSize(2));
            assertThat(audited).extracting(Occurrence::outcome).containsExactly("allowed", "ended");
        }
    }

    @Test
    void losesNothingWhileRoutesAreReplaced() throws Exception {
        try (TestGateway gateway = routes().start()) {
            AuditTrail trail = gateway.gateway.audit();
            for (int edit = 0; edit < 20; edit++) {
                int from = edit * 50;
                IntStream.range(from, from + 50).forEach(n -> trail.tell(number(n)));
                gateway.gateway.replace(routes().files());
            }
            await().untilAsserted(() -> assertThat(trail.waiting()).isZero());
        }
        assertThat(audited)
                .isEqualTo(IntStream.range(0, 1000)
                        .mapToObj(AuditTrailTest::number)
                        .toList());
    }

    @Test
    void writesWhatWaitsBeforeTheRoutesStop() {
        try (TestGateway gateway = routes().start()) {
            IntStream.range(0, 500).forEach(n -> gateway.gateway.audit().tell(number(n)));
        }
        assertThat(audited).hasSize(500);
    }
}
