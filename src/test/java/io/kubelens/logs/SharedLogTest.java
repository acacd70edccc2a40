package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers of one container share, and that none of them notices. */
class SharedLogTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld(10_000, 1 << 20);
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    private void lines(int from, int to) {
        IntStream.range(from, to).forEach(i -> log.line(T0 + i, "line " + i));
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void isReadOnceForAllViewers() {
        lines(0, 100);
        Viewer first = world.view("web", "tail=100", null).untilLines(100).until(v -> log.followers() == 1);
        int opens = log.opens();
        List<Viewer> others = new ArrayList<>();
        for (int tail : new int[] {0, 1, 10, 100}) {
            others.add(world.view("web", "tail=" + tail, null));
        }
        others.add(world.view("web", "since=" + Timestamps.text(T0 + 49), null));
        others.add(world.view("web", "", first.logs().get(59).id()));
        others.add(world.view("web", "tail=5", null, "application/x-ndjson"));
        lines(100, 110);

        List<Integer> begins = List.of(100, 99, 90, 0, 50, 60);
        for (int i = 0; i < begins.size(); i++) {
            int begin = begins.get(i);
            assertThat(others.get(i).untilLines(110 - begin).messages()).isEqualTo(expected(begin, 110));
        }
        others.get(6).until(v -> v.text().contains("line 109"));
        assertThat(others.get(6).text()).contains("line 95").doesNotContain("line 94");
        assertThat(first.untilLines(110).messages()).isEqualTo(expected(0, 110));
        assertThat(log.opens()).isEqualTo(opens);
        assertThat(world.counts().upstreams().sum()).isEqualTo(1);
    }

    @Test
    void isReadOnceByViewersThatComeAtTheSameTime() {
        lines(0, 100);
        List<Viewer> viewers = Stream.generate(() -> world.view("web", "tail=50", null))
                .limit(50)
                .toList();
        viewers.forEach(viewer -> viewer.untilLines(50));

        assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.messages()).isEqualTo(expected(50, 100)));
        // The tail, the second that it begins in, and what follows.
        viewers.getFirst().until(v -> log.followers() == 1);
        assertThat(log.opens()).isEqualTo(3);
    }

    @Test
    void givesAViewerMoreHistoryThanItHasWithoutBeingDisturbed() {
        lines(0, 100);
        Viewer first = world.view("web", "tail=10", null).untilLines(10).until(v -> log.followers() == 1);
        Viewer second = world.view("web", "tail=60", null);
        Viewer third = world.view("web", "since=" + Timestamps.text(T0 + 19), null);
        second.untilLines(60);
        third.untilLines(80);
        lines(100, 105);

        assertThat(second.untilLines(65).messages()).isEqualTo(expected(40, 105));
        assertThat(third.untilLines(85).messages()).isEqualTo(expected(20, 105));
        assertThat(first.untilLines(15).messages()).isEqualTo(expected(90, 105));
        assertThat(log.followers()).isEqualTo(1);
    }

    @Test
    void countsLinesFromTheirFirstAlsoWhenATailBeginsFarInASecond() {
        String filling = "x".repeat(100);
        for (int i = 0; i < 9000; i++) {
            log.line(T0 + i / 7, i + filling);
        }
        List<String> tail = world.view("web", "tail=2003&follow=false", null)
                .until(v -> v.ended())
                .ids();
        List<String> all = world.view("web", "since=2026-01-01T00:00:00Z&follow=false", null)
                .until(v -> v.ended())
                .ids();

        assertThat(tail).hasSize(2003).isEqualTo(all.subList(9000 - 2003, 9000));
    }

    @Test
    void writesForEveryViewerTheSameBytes() {
        lines(0, 50);
        Viewer first = world.view("web", "tail=50", null).untilLines(50);
        Viewer second = world.view("web", "tail=50", null).untilLines(50);

        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void letsASlowViewerCatchUpFromKubernetes() {
        Viewer slow = world.view("web", "tail=0", null).until(v -> log.followers() == 1);
        Viewer fast = world.view("web", "tail=0", null).read();
        String filling = "x".repeat(1000);
        for (int i = 0; i < 2000; i++) {
            log.line(T0 + i, i + filling);
            if (i % 100 == 99) {
                fast.untilLines(i + 1);
            }
        }
        assertThat(world.buffered()).isLessThanOrEqualTo(1 << 20);

        slow.until(v -> v.text().contains("\"1999x"));
        assertThat(slow.messages()).isEqualTo(fast.messages());
        assertThat(slow.markers()).isEmpty();
        log.line(T0 + 5000, "end");
        assertThat(slow.untilLines(2001).messages()).endsWith("end");
    }

    @Test
    void tellsASlowViewerWhatCannotBeHadAnyMore() {
        Viewer slow = world.view("web", "tail=0", null).until(v -> log.followers() == 1);
        Viewer fast = world.view("web", "tail=0", null).read();
        log.line(T0, "first");
        slow.untilLines(1);
        String filling = "x".repeat(1000);
        for (int i = 1; i < 2000; i++) {
            log.line(T0 + i * Timestamps.SECOND, i + filling);
            if (i % 100 == 99) {
                fast.untilLines(i + 1);
                log.rotate();
            }
        }
        slow.until(v -> {
            world.alarms.advance(0.5);
            return v.messages().size() > 1
                    && v.messages().getLast().equals(fast.messages().getLast());
        });

        assertThat(slow.markers()).containsExactly("gap");
        assertThat(slow.text()).contains("\"from\":\"2026-01-01T00:01:00Z\"");
        assertThat(slow.events().stream()
                        .filter(event -> event.name().equals("log")
                                || event.data().path("kind").asText().equals("gap"))
                        .map(Viewer.Event::name)
                        .skip(1)
                        .findFirst())
                .hasValue("marker");
        List<String> got = slow.messages();
        List<String> all = fast.messages();
        assertThat(got.subList(1, got.size())).isEqualTo(all.subList(all.size() - got.size() + 1, all.size()));
        assertThat(got.size()).isGreaterThan(100);
    }

    @Test
    void readsHistoryNoFasterThanItsFastestViewerButWhatComesAtOnce() {
        Buffer much = Buffer.buffer();
        for (int i = 0; i < 20_000; i++) {
            much.appendString("2026-01-01T00:01:00.000000000Z " + "x".repeat(1000) + "\n");
        }
        LogWorld large = new LogWorld(10_000, 1 << 27);
        try {
            large.pod("web").raw(T0, much);
            Viewer viewer = large.view("web", "since=2026-01-01T00:00:00Z", null);
            Awaitility.await().until(viewer::take);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> large.buffered() < 16 << 20);
            viewer.until(v -> v.size() > 20_000L * 1000 && v.messages().size() == 20_000);
        } finally {
            large.close();
        }
    }

    @Test
    void tellsLateViewersHowThingsStandAndNotWhatWas() {
        log.answer(500, "");
        Viewer first = world.view("web", "", null).untilMarker("error");
        Viewer second = world.view("web", "", null).untilMarker("error");
        log.line(T0, "hello");
        first.until(v -> {
            world.alarms.advance(1);
            return v.messages().size() == 1;
        });
        second.untilLines(1);

        assertThat(world.view("web", "", null).untilLines(1).markers()).isEmpty();
    }

    @Test
    void tellsEveryViewerTheEnd() {
        lines(0, 3);
        Viewer first = world.view("web", "", null).untilLines(3).until(v -> log.followers() == 1);
        world.cache.put("web", Pods.terminated("web", "Never", 0, 0));
        log.stop();
        first.until(v -> v.state() == EventStream.State.COMPLETE);
        Viewer second = world.view("web", "tail=1", null).until(v -> v.state() == EventStream.State.COMPLETE);
        Viewer third = world.view("web", "tail=2", null).until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(second.messages()).isEqualTo(expected(2, 3));
        assertThat(third.messages()).isEqualTo(expected(1, 3));
        assertThat(third.markers()).containsExactly("terminated", "end");
    }
}
