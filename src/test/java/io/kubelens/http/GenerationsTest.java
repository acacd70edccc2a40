package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.timer.TimerEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when routes that could be made cannot go live, which no route file brings about. */
@Timeout(60)
final class GenerationsTest {
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger firstTicks = new AtomicInteger();
    private final AtomicInteger secondTicks = new AtomicInteger();
    private final CurrentRoutes current = new CurrentRoutes();
    private final List<Generation> made = new ArrayList<>();
    private boolean cannotTick;
    private final Generations generations = new Generations(current, this::make, Duration.ofSeconds(5));

    /** What the routes of this test call. */
    public final class Beans {
        public void tick(String generation) {
            (generation.equals("first") ? firstTicks : secondTicks).incrementAndGet();
        }
    }

    private Generation make(List<RouteFile> files) {
        RequestMeters meters = new RequestMeters(new SimpleMeterRegistry());
        Answers answers = new Answers(new OpenStreams(), meters, new AuditTrail(current));
        Router router = Router.router(vertx);
        HttpEngine engine = new HttpEngine(vertx, router, new Places(threads), answers, 1000);
        Generation generation =
                Generation.start(files, Map.of("beans", new Beans()), engine, router, new Underway(), "");
        made.add(generation);
        if (cannotTick) {
            Timer over = new Timer(true);
            over.cancel();
            ((TimerEndpoint) generation.camel().getRoute("tick").getEndpoint()).setTimer(over);
        }
        return generation;
    }

    private static List<RouteFile> files(String generation) {
        List<RouteFile> files = new ArrayList<>(TestGateway.with(Map.of()).files());
        files.add(new RouteFile(
                "tick.yaml",
                "lens",
                """
                - route:
                    id: tick
                    description: Ticks
                    from:
                      uri: timer:tick
                      parameters:
                        period: 20
                      steps:
                        - bean:
                            ref: beans
                            method: tick('%s')
                """
                        .formatted(generation)));
        return files;
    }

    @AfterEach
    void stop() {
        generations.close();
        threads.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void goesBackWhenTheNewRoutesCannotGoLive() {
        generations.serve(files("first"));
        await().until(() -> firstTicks.get() > 2);

        cannotTick = true;
        assertThatThrownBy(() -> generations.serve(files("second")))
                .isInstanceOfSatisfying(RoutesRefused.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .asString()
                        .matches("tick.yaml:\\d+: tick: Timer already cancelled.; correct what Camel names here"));

        assertThat(current.get()).isSameAs(made.getFirst());
        int last = firstTicks.get();
        await().until(() -> firstTicks.get() > last + 5);
        assertThat(secondTicks).hasValue(0);
        await().until(() -> generations.retired() == 0);
        assertThat(made.getLast().camel().isStopped()).isTrue();

        cannotTick = false;
        generations.serve(files("second"));
        await().until(() -> secondTicks.get() > 5);
    }

    @Test
    void keepsNothingOfAFirstSetThatCannotGoLive() {
        cannotTick = true;

        assertThatThrownBy(() -> generations.serve(files("first"))).isInstanceOf(RoutesRefused.class);

        assertThat(current.serving()).isNull();
        await().until(() -> generations.retired() == 0);
        assertThat(made.getFirst().camel().isStopped()).isTrue();
    }

    @Test
    void servesOnWithoutWhatCannotBeginAgain() {
        generations.serve(files("first"));
        Timer over = new Timer(true);
        over.cancel();
        ((TimerEndpoint) current.get().camel().getRoute("tick").getEndpoint()).setTimer(over);

        cannotTick = true;
        assertThatThrownBy(() -> generations.serve(files("second"))).isInstanceOf(RoutesRefused.class);

        assertThat(current.get()).isSameAs(made.getFirst());
        await().until(() -> generations.retired() == 0);
        assertThat(made.getFirst().camel().isStarted()).isTrue();
    }
}
