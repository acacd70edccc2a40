package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RingBudgetTest {
    private static final String SSE = "text/event-stream";
    private static final long T0 = LogWorld.T0;

    private static StillWorld world(long budget) {
        return new StillWorld(new StillApi(new SplittableRandom(1)), 1000, budget);
    }

    @Test
    void isKeptWithShortLinesOfSeveralPods() {
        StillWorld world = world(16 << 20);
        List<Viewer> viewers = new ArrayList<>();
        for (int p = 0; p < 20; p++) {
            StillLog log = world.pod("pod-" + p);
            viewers.add(world.view("pod-" + p, "since=2026-01-01T00:00:00Z", null, SSE));
            for (int i = 0; i < 8_000; i++) {
                log.line(T0 + i, "k");
            }
        }
        world.settle(viewers.toArray(Viewer[]::new));

        assertThat(world.logs.buffered()).isPositive().isLessThanOrEqualTo(16 << 20);
    }

    @Test
    void isKeptWhenViewersComeAfterTheLastLine() {
        StillWorld world = world(1 << 24);
        StillLog log = world.pod("web");
        Viewer idle = world.view("web", "tail=0", null, SSE);
        world.settle(idle);
        IntStream.range(0, 20_000).forEach(i -> log.line(T0 + i, "x".repeat(20)));
        world.api.settle();
        List<Viewer> viewers = new ArrayList<>();
        for (String form : List.of(SSE, "application/x-ndjson", "text/plain")) {
            for (String query : List.of("timestamps=false", "timestamps=true")) {
                viewers.add(world.view("web", query, null, form));
            }
        }
        world.settle(viewers.toArray(Viewer[]::new));

        assertThat(world.logs.buffered()).isPositive().isLessThanOrEqualTo(1 << 22);
    }

    @Test
    void isGivenBackOnceByALogThatIsClosedWhileItMakesRoom() {
        StillWorld world = world(1 << 20);
        StillLog written = world.pod("web");
        IntStream.range(0, 2_000).forEach(i -> written.line(T0 + i, "line " + i));
        ContainerLog container = ContainerLog.current(new PodLog(Pods.running("web"), List.of("main")))
                .getFirst();
        RingBudget budget = new RingBudget(() -> 1 << 20);
        SharedLog log = SharedLog.newest(2_000, container, 1000, world.surroundings, budget);
        log.pump();
        world.api.settle();
        assertThat(budget.used()).isPositive();
        log.close();

        assertThat(log.dropOldest()).isFalse();
        log.close();
        assertThat(budget.used()).isZero();
    }
}
