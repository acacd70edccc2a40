package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random logs, cut after any event, resumed where they were read or on another replica. */
class AnyResumeTest {
    private static final String SSE = "text/event-stream";
    private static final String POD = "web";

    private static void write(RandomGenerator random, StillLog log, long[] times, int from, int to) {
        for (int i = from; i < to; i++) {
            log.line(times[i], AnyText.message(random, 700));
        }
    }

    /** A gateway that keeps everything, or nearly nothing. */
    private static StillWorld world(RandomGenerator random) {
        return new StillWorld(new StillApi(random), 500, random.nextBoolean() ? 1 << 27 : 1 << 16);
    }

    private static StillWorld somewhere(RandomGenerator random, StillWorld world) {
        return random.nextBoolean() ? world : world.replica();
    }

    /** What a viewer has of each pod, as the events' data. */
    private static Map<String, List<String>> perPod(List<Viewer.Event> logs) {
        Map<String, List<String>> lines = new HashMap<>();
        for (Viewer.Event event : logs) {
            lines.computeIfAbsent(event.data().get("podName").asText(), pod -> new ArrayList<>())
                    .add(event.data().get("id").asText()
                            + ' '
                            + event.data().get("message").asText());
        }
        return lines;
    }

    @Test
    void hasExactlyTheLinesAfterTheCut() {
        RandomCases.check(60, random -> {
            StillWorld world = world(random);
            StillLog log = world.pod(POD);
            long[] times = AnyText.mixed(random, random.nextInt(1, 150));
            int before = random.nextInt(times.length + 1);
            write(random, log, times, 0, before);
            Viewer first = world.view(POD, "", null, SSE);
            world.settle(first);
            write(random, log, times, before, times.length);
            world.settle(first);
            List<Viewer.Event> all = first.logs();
            assertThat(all).hasSize(times.length);

            for (int i = 0; i < 4; i++) {
                int cut = random.nextInt(all.size());
                String query = random.nextBoolean() ? "tail=3" : "follow=false&since=2026-01-01T00:00:00Z";
                Viewer second =
                        somewhere(random, world).view(POD, query, all.get(cut).id(), SSE);
                world.settle(second);
                assertThat(second.logs()).isEqualTo(all.subList(cut + 1, all.size()));
                assertThat(second.markers()).doesNotContain("gap");
                second.close();
            }
        });
    }

    @Test
    void hasExactlyTheLinesAfterTheCutOfSeveralPods() {
        RandomCases.check(60, random -> {
            StillWorld world = world(random);
            List<String> pods = pods(random, world, 5);
            Viewer first = world.viewApp(pods, "", null, SSE);
            long[] times = AnyText.mixed(random, random.nextInt(1, 120));
            for (long time : times) {
                int pod = random.nextInt(pods.size());
                // The nodes' clocks differ: lines of some pods are late.
                long behind = pod % 3 == 2 ? pod * 300_000_000L : 0;
                world.api.log(pods.get(pod)).line(time - behind, AnyText.message(random, 700));
                if (random.nextInt(4) == 0) {
                    world.settle(first);
                }
                if (random.nextInt(12) == 0) {
                    world.pass(random.nextInt(9) * 0.1, first);
                }
            }
            world.pass(1, first);
            List<Viewer.Event> all = first.logs();
            assertThat(all).hasSize(times.length);

            for (int i = 0; i < 4; i++) {
                int cut = random.nextInt(all.size());
                StillWorld there = somewhere(random, world);
                Viewer second = there.viewApp(pods, "", all.get(cut).id(), SSE);
                there.pass(1, second);
                assertThat(perPod(second.logs())).isEqualTo(perPod(all.subList(cut + 1, all.size())));
                second.close();
            }
        });
    }

    /** The client is cut again and again while the cluster's connections are, and goes on elsewhere. */
    @Test
    void losesAndRepeatsNothingWhileEverythingIsCut() {
        RandomCases.check(40, random -> {
            StillWorld world = world(random);
            List<String> pods = pods(random, world, 3);
            Map<String, Integer> written = new HashMap<>();
            Map<String, List<String>> seen = new HashMap<>();
            String cursor = null;
            long time = LogWorld.T0;
            for (int i = random.nextInt(2, 12); i > 0; i--) {
                StillWorld there = somewhere(random, world);
                Viewer viewer = view(random, there, pods, cursor);
                for (int j = random.nextInt(40); j > 0; j--) {
                    String pod = RandomCases.oneOf(random, pods);
                    time += random.nextInt(4) == 0 ? random.nextLong(200_000_000) : 0;
                    world.api.log(pod).line(time, pod + '#' + written.merge(pod, 1, Integer::sum));
                    if (random.nextInt(3) == 0) {
                        world.api.step();
                        viewer.take();
                    }
                    if (random.nextInt(10) == 0) {
                        there.pass(0.3, viewer);
                        world.api.disturb();
                    }
                }
                there.pass(i == 1 ? 60 : random.nextInt(3) * 0.2, viewer);
                cursor = remember(viewer, seen, cursor);
                viewer.close();
            }
            for (String pod : pods) {
                List<String> expected = IntStream.rangeClosed(1, written.getOrDefault(pod, 0))
                        .mapToObj(i -> pod + '#' + i)
                        .toList();
                assertThat(seen.getOrDefault(pod, List.of())).isEqualTo(expected);
            }
        });
    }

    /** One pod, or more. */
    private static List<String> pods(RandomGenerator random, StillWorld world, int most) {
        List<String> pods = IntStream.range(0, random.nextInt(1, most + 1))
                .mapToObj(i -> "pod-" + i)
                .toList();
        pods.forEach(world::pod);
        return pods;
    }

    private static Viewer view(RandomGenerator random, StillWorld world, List<String> pods, @Nullable String cursor) {
        // Without a cursor nothing has been seen, so all is wanted.
        return pods.size() == 1 && random.nextBoolean()
                ? world.view(pods.getFirst(), "", cursor, SSE)
                : world.viewApp(pods, "", cursor, SSE);
    }

    private static @Nullable String remember(Viewer viewer, Map<String, List<String>> seen, @Nullable String before) {
        String cursor = before;
        for (Viewer.Event event : viewer.logs()) {
            seen.computeIfAbsent(event.data().get("podName").asText(), pod -> new ArrayList<>())
                    .add(event.data().get("message").asText());
            cursor = Objects.requireNonNull(event.id());
        }
        return cursor;
    }
}
