package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pods that leave an app whose viewer has not looked for a while. */
class LeavingPodTest {
    private static final String SSE = "text/event-stream";
    private static final long T0 = LogWorld.T0;
    private static final List<String> PODS = List.of("a", "b");

    private static StillWorld still(long budget) {
        StillWorld world = new StillWorld(new StillApi(new SplittableRandom(1)), 1000, budget);
        PODS.forEach(world::pod);
        return world;
    }

    @Test
    void sendsALineThatWaitsForTheWindow() {
        StillWorld world = still(1 << 27);
        Viewer viewer = world.viewApp(PODS, "", null, SSE);
        world.settle(viewer);
        world.api.log("a").line(T0, "last words");
        world.settle(viewer);
        world.leave("a");
        world.alarms.advance(2);
        world.settle(viewer);

        assertThat(viewer.messages()).containsExactly("last words");
        assertThat(viewer.markers()).containsExactly("pod-removed");
    }

    @Test
    void sendsLinesThatNobodyHasLookedAt() {
        for (int budget : new int[] {1 << 27, 1 << 16}) {
            StillWorld world = still(budget);
            Viewer viewer = world.viewApp(PODS, "", null, SSE);
            world.settle(viewer);
            IntStream.range(0, 2_000).forEach(i -> world.api.log("a").line(T0 + i, "line " + i));
            world.api.settle();
            world.leave("a");
            world.alarms.advance(2);
            world.settle(viewer);
            world.alarms.advance(20);
            world.settle(viewer);
            world.pass(1, viewer);

            assertThat(viewer.messages())
                    .isEqualTo(
                            IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList());
            assertThat(viewer.markers()).containsExactly("pod-removed");
        }
    }

    @Test
    void sendsNothingThatIsWrittenAfterAPodHasLeft() {
        StillWorld world = still(1 << 27);
        Viewer viewer = world.viewApp(PODS, "", null, SSE);
        world.settle(viewer);
        world.api.log("a").line(T0, "before");
        world.leave("a");
        world.pass(2, viewer);
        world.api.log("a").line(T0 + 1, "after");
        world.pass(2, viewer);

        assertThat(viewer.messages()).containsExactly("before");
        assertThat(viewer.markers()).containsExactly("pod-removed");
    }

    @Test
    void tellsOfLinesThatCannotBeRead() {
        try (LogWorld world = new LogWorld()) {
            List<FakeLog> logs = PODS.stream().map(world::pod).toList();
            FakeLog a = logs.getFirst();
            Viewer viewer =
                    world.viewApp(PODS, "", null).until(v -> logs.stream().allMatch(log -> log.followers() == 1));
            a.line(T0, "seen");
            viewer.until(v -> {
                world.alarms.advance(0.1);
                return v.messages().size() == 1;
            });
            IntStream.range(0, 1_000).forEach(i -> a.answer(500, ""));
            a.cut();
            a.line(T0 + 1, "unseen");
            viewer.until(v -> {
                world.alarms.advance(0.1);
                return v.markers().contains("error");
            });
            Objects.requireNonNull(world.members).left(Pods.running("a"));
            viewer.until(v -> {
                world.alarms.advance(0.1);
                return v.markers().contains("pod-removed");
            });

            assertThat(viewer.markers()).containsExactly("error", "gap", "pod-removed");
            assertThat(viewer.text())
                    .contains("\"from\":\"2026-01-01T00:01:00Z\"")
                    .contains("\"reason\":\"upstream\"");
        }
    }
}
