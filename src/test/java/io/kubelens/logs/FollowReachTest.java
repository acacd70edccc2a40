package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between the end of what was there and the connection that follows, lines are written. */
class FollowReachTest {
    private static final int BEFORE = 10;

    @ParameterizedTest
    @CsvSource({"0, 1", "999, 1", "1000, 2", "9000, 2", "10000, 3"})
    void missesNoneAndReachesBackNoFurtherThanItMust(int meanwhile, int connections) {
        StillWorld world = StillWorld.of(new SplittableRandom(1));
        StillLog log = world.pod("web");
        write(log, 0, BEFORE);
        world.api.beforeNextFollow(() -> write(log, BEFORE, BEFORE + meanwhile));

        Viewer viewer = world.view("web", "", null, MergeRun.TEXT);
        world.settle(viewer);

        assertThat(viewer.text())
                .isEqualTo(IntStream.range(0, BEFORE + meanwhile)
                        .mapToObj(i -> "line " + i + "\n")
                        .collect(Collectors.joining()));
        assertThat(world.api.followers()).isOne();
        assertThat(world.api.follows())
                .hasSize(connections)
                .startsWith(List.of(1000, 10_000, 10_000)
                        .subList(0, Math.min(2, connections))
                        .toArray(Integer[]::new));
    }

    private static void write(StillLog log, int from, int to) {
        IntStream.range(from, to).forEach(i -> log.line(i + 1L, ("line " + i).getBytes(UTF_8)));
    }
}
