package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random logs with viewers in all forms, and far less memory than they have lines. */
class AnyBudgetTest {
    private static final List<String> FORMS = List.of("text/event-stream", "application/x-ndjson", "text/plain");

    private static void holds(RandomGenerator random, int logs, long budget, long most) {
        StillWorld world = new StillWorld(new StillApi(random), 1000, budget);
        List<String> pods = IntStream.range(0, logs).mapToObj(i -> "pod-" + i).toList();
        pods.forEach(world::pod);
        List<Viewer> viewers = new ArrayList<>();
        for (String pod : pods) {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                String query = "timestamps=" + random.nextBoolean();
                viewers.add(world.view(pod, query, null, RandomCases.oneOf(random, FORMS)));
            }
        }
        Viewer[] all = viewers.toArray(Viewer[]::new);
        long time = LogWorld.T0;
        for (int i = 0; i < 400; i++) {
            String pod = RandomCases.oneOf(random, pods);
            for (int burst = random.nextInt(30); burst > 0; burst--) {
                time += random.nextInt(2);
                world.api.log(pod).line(time, "x".repeat(random.nextInt(1500)));
            }
            if (world.api.settle()) {
                assertThat(world.logs.buffered()).isLessThanOrEqualTo(most);
            }
            RandomCases.oneOf(random, viewers).take();
        }
        world.settle(all);
        viewers.forEach(Viewer::close);
        world.pass(61);
        assertThat(world.logs.buffered()).isZero();
    }

    @Test
    void isNeverExceeded() {
        RandomCases.check(3, random -> {
            long budget = random.nextLong(1 << 20, 4 << 20);
            holds(random, random.nextInt(2, 7), budget, budget);
        });
    }

    @Test
    void givesOneLogAQuarter() {
        RandomCases.check(3, random -> {
            long budget = random.nextLong(6 << 20, 10 << 20);
            holds(random, 1, budget, budget / 4);
        });
    }
}
