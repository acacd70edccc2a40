package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppStreamTest {
    private static final long T0 = LogWorld.T0;
    private static final List<String> PODS = List.of("a", "b", "c");
    private final LogWorld world = new LogWorld();
    private final FakeLog a = world.pod("a");
    private final FakeLog b = world.pod("b");
    private final FakeLog c = world.pod("c");

    @AfterEach
    void close() {
        world.close();
    }

    private Viewer following(String query) {
        return world.viewApp(PODS, query, null)
                .until(v -> a.followers() == 1 && b.followers() == 1 && c.followers() == 1);
    }

    @Test
    void mergesHistoryByTime() {
        IntStream.range(0, 900)
                .forEach(i -> world.api.log(PODS.get(i * 7 % 3), "main").line(T0 + i, "line " + i));
        Viewer viewer = following("");
        viewer.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 900;
        });

        assertThat(viewer.messages())
                .isEqualTo(IntStream.range(0, 900).mapToObj(i -> "line " + i).toList());
        assertThat(viewer.text()).doesNotContain("\"late\"");
    }

    @Test
    void takesTheNewestLinesOverAllPodsTogether() {
        IntStream.range(0, 100).forEach(i -> a.line(T0 + i, "a " + i));
        IntStream.range(0, 10).forEach(i -> b.line(T0 + 90 + i, "b " + i));
        c.line(T0, "c");
        Viewer viewer =
                world.viewApp(PODS, "tail=15&follow=false", null).until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.messages()).hasSize(15).contains("a 99", "b 9", "b 3").doesNotContain("c", "a 91", "b 1");
        assertThat(viewer.markers()).containsExactly("end");
    }

    @Test
    void isInOrderWhateverTheArrivalWithinTheWindow() {
        Viewer viewer = following("");
        Random random = new Random(5);
        List<List<Integer>> perPod = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        IntStream.range(0, 600).forEach(time -> perPod.get(random.nextInt(3)).add(time));
        while (perPod.stream().anyMatch(each -> !each.isEmpty())) {
            int pod = random.nextInt(3);
            for (int burst = random.nextInt(20); burst > 0 && !perPod.get(pod).isEmpty(); burst--) {
                int time = perPod.get(pod).removeFirst();
                world.api.log(PODS.get(pod), "main").line(T0 + time, "line " + time);
                viewer.take();
            }
        }
        // No time passes: a line goes out only when every pod has shown what comes next.
        PODS.forEach(name -> world.api.log(name, "main").line(T0 + 1000, "last"));
        viewer.untilLines(600);

        assertThat(viewer.messages().subList(0, 600))
                .isEqualTo(IntStream.range(0, 600).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void marksALateLine() {
        Viewer viewer = following("");
        a.line(T0 + 10, "newer");
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 1;
        });
        b.line(T0 + 5, "older");
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 2;
        });

        assertThat(viewer.logs().get(1).data().get("late").asBoolean()).isTrue();
        assertThat(viewer.logs().get(0).data().has("late")).isFalse();
    }

    @Test
    void holdsALineBackForTheWindowAndNoLonger() {
        Viewer viewer = following("");
        a.line(T0, "line");
        viewer.until(v -> {
            world.alarms.advance(0.001);
            return v.messages().size() == 1;
        });
        b.line(T0 + 1, "b");
        c.line(T0 + 2, "c");
        a.line(T0 + 3, "a");

        // All three have a line: the first needs no time at all.
        assertThat(viewer.untilLines(2).messages()).containsExactly("line", "b");
    }

    @Test
    void resumesExactlyAtEveryLine() {
        Random random = new Random(6);
        for (int i = 0; i < 400; i++) {
            // Equal times in one pod and across pods, and a silent pod.
            world.api.log(PODS.get(random.nextInt(2)), "main").line(T0 + i / 9, "line " + i);
        }
        c.line(T0 - 5 * Timestamps.SECOND, "old");
        Viewer first = following("");
        first.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 401;
        });
        List<String> all = first.messages();
        assertThat(all).first().isEqualTo("old");
        for (int cut = 0; cut < 400; cut += 23) {
            String cursor = Objects.requireNonNull(first.logs().get(cut).id());
            int left = 400 - cut;
            Viewer second = world.viewApp(PODS, "", cursor).until(v -> {
                world.alarms.advance(0.05);
                return v.messages().size() >= left;
            });
            assertThat(second.messages()).isEqualTo(all.subList(cut + 1, 401));
            second.close();
        }
    }

    @Test
    void resumesWithLinesThatWereLate() {
        Viewer first = following("");
        a.line(T0 + 10, "a newer");
        first.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 1;
        });
        String cursor = first.logs().getFirst().id();
        b.line(T0 + 5, "b late");
        a.line(T0 + 20, "a next");

        Viewer second = world.viewApp(PODS, "", cursor).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 2;
        });
        assertThat(second.messages()).containsExactly("b late", "a next");
    }

    @Test
    void isAnOpenStreamThatWaitsWhenThereAreNoPods() {
        Viewer viewer = world.viewApp(List.of(), "", null).untilMarker("waiting");
        assertThat(viewer.state()).isEqualTo(EventStream.State.OPEN);

        a.line(T0, "hello");
        Objects.requireNonNull(world.members).joined(Pods.running("a"));
        viewer.untilLines(1);

        assertThat(viewer.markers()).containsExactly("waiting", "pod-added");
    }

    @Test
    void drainsAPodThatLeaves() {
        Viewer viewer = following("");
        c.line(T0, "last words");
        Objects.requireNonNull(world.members).left(Pods.running("c"));
        c.stop();
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.markers().contains("pod-removed");
        });

        assertThat(viewer.messages()).containsExactly("last words");
        world.alarms.advance(60);
        assertThat(world.counts().upstreams().sum()).isEqualTo(2);
        viewer.close();
        assertThat(world.members).isNull();
    }

    @Test
    void goesOnWhenOnePodCannotBeRead() {
        for (int i = 0; i < 100; i++) {
            b.answer(500, "");
        }
        a.line(T0, "hello");
        Viewer viewer = world.viewApp(PODS, "", null).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 1 && v.markers().contains("error");
        });

        assertThat(viewer.messages()).containsExactly("hello");
    }

    @Test
    void keepsAPodOutThatTheRoutesRefuse() {
        Viewer viewer = following("");
        Objects.requireNonNull(world.members).joined(Pods.running(LogWorld.REFUSED));
        Objects.requireNonNull(world.members).joined(Pods.running("a"));

        assertThat(viewer.read().markers()).isEmpty();
    }

    @Test
    void hasACursorOf4KiBWhen256PodsHaveBeenQuietForDays() {
        List<String> pods = IntStream.range(0, 256).mapToObj(i -> "pod-" + i).toList();
        List<FakeLog> logs = pods.stream().map(world::pod).toList();
        for (int i = 0; i < 256; i++) {
            long days = T0 - (96L * 3600 + i) * Timestamps.SECOND;
            logs.get(i).line(days, "old").line(days, "old");
        }
        Viewer viewer =
                world.viewApp(pods, "tail=0", null).until(v -> logs.stream().allMatch(log -> log.followers() == 1));
        logs.get(7).line(T0, "new");
        viewer.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 1;
        });
        String cursor = viewer.logs().getFirst().id();
        assertThat(cursor).isNotNull().hasSizeLessThan(4096);

        logs.get(9).line(T0 + 1, "next");
        Viewer resumed = world.viewApp(pods, "", cursor).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 1;
        });
        assertThat(resumed.messages()).containsExactly("next");
        assertThat(resumed.markers()).isEmpty();
    }

    @Test
    void resumesASecondViewerWithoutLinesBeforeItsTail() {
        PODS.forEach(pod -> world.api.log(pod, "main").line(T0 - 5, "old").line(T0 - 5, "older"));
        following("tail=5").until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 5;
        });
        Viewer second = world.viewApp(PODS, "tail=0", null).read();
        a.line(T0, "new");
        second.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 1;
        });
        b.line(T0 + 1, "next");
        Viewer resumed = world.viewApp(PODS, "", second.logs().getFirst().id()).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().contains("next");
        });
        assertThat(resumed.messages()).containsExactly("next");
    }

    @Test
    void hasAShortCursorForManyPods() {
        List<String> pods = IntStream.range(0, 256).mapToObj(i -> "pod-" + i).toList();
        List<FakeLog> logs = pods.stream().map(world::pod).toList();
        for (int i = 0; i < 256; i++) {
            logs.get(i).line(T0 + i * 1_234_567L, "old " + i);
        }
        Viewer viewer = world.viewApp(pods, "", null).until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == 256;
        });
        assertThat(viewer.logs().getLast().id()).hasSizeLessThan(4096);

        world.alarms.advance(61);
        viewer.read();
        logs.get(7).line(T0 + 120 * Timestamps.SECOND, "new");
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 257;
        });
        String cursor = viewer.logs().getLast().id();
        assertThat(cursor).hasSizeLessThan(200);

        logs.get(9).line(T0 + 121 * Timestamps.SECOND, "next");
        Viewer resumed = world.viewApp(pods, "", cursor).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 1;
        });
        assertThat(resumed.messages()).containsExactly("next");
        assertThat(resumed.markers()).isEmpty();
    }
}
