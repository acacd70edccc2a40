package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodStreamTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld(100);
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void saysSomethingAtOnceAndRegularly() {
        Viewer viewer = world.view("web", "", null).read();
        assertThat(viewer.events().getFirst().name()).isEqualTo("heartbeat");

        world.alarms.advance(5);
        assertThat(viewer.read().events().stream().map(Viewer.Event::name))
                .containsExactly("heartbeat", "status", "stats");
        assertThat(viewer.events().get(1).data().get("role").asText()).isEqualTo("single");
        world.alarms.advance(10);
        assertThat(viewer.read().text()).endsWith("\n\n");
        assertThat(viewer.events().stream().filter(event -> event.name().equals("heartbeat")))
                .hasSize(2);
    }

    @Test
    void sendsALineInItsForm() {
        log.line(T0 + 120, "hello");
        Viewer viewer = world.view("web", "tail=5", null).untilLines(1);

        assertThat(viewer.text())
                .contains("\nevent: log\ndata: {\"id\":\"web-0123.main." + (T0 + 120)
                        + ".0\",\"timestamp\":\"2026-01-01T00:01:00.00000012Z\",\"message\":\"hello\",\"podName\":\"web\","
                        + "\"containerName\":\"main\",\"level\":\"INFO\"}\n\n");
        assertThat(viewer.logs().getFirst().id()).isNotNull();
    }

    @Test
    void keepsEveryLineAsItIs() {
        List<String> lines =
                List.of("  at x.Y\t(Z.java)", "", "50%\r60%", "\u001b[31mred\u001b[0m", "\u2028 日本 👩‍🚀", " ");
        lines.forEach(line -> log.line(T0 + log.hashCode() % 7, line));
        Viewer viewer = world.view("web", "", null).untilLines(6);

        assertThat(viewer.messages()).isEqualTo(lines);
    }

    @Test
    void letsNoLineForgeAnEvent() {
        log.line(T0, "x\r\rdata: {\"a\":1}\r\revent: marker\u0085\u0000\",\"message\":\"y");
        log.line(T0 + 1, "data: {}");
        log.line(T0 + 2, "");
        log.line(T0 + 3, "event: marker");
        Viewer viewer = world.view("web", "", null).untilLines(4);

        assertThat(viewer.markers()).isEmpty();
        assertThat(viewer.messages().getFirst())
                .isEqualTo("x\r\rdata: {\"a\":1}\r\revent: marker\u0085\u0000\",\"message\":\"y");
    }

    @Test
    void cutsLongLinesAtACodePoint() {
        log.line(T0, "👩".repeat(100));
        log.line(T0 + 1, "👩".repeat(101));
        log.line(T0 + 2, "é".repeat(100_000));
        Viewer viewer = world.view("web", "", null).untilLines(3);

        assertThat(viewer.messages())
                .containsExactly(
                        "👩".repeat(100), "👩".repeat(100) + "...[truncated]", "é".repeat(100) + "...[truncated]");
        assertThat(viewer.logs().get(0).data().has("truncated")).isFalse();
        assertThat(viewer.logs().get(1).data().get("truncated").asBoolean()).isTrue();
        assertThat(viewer.logs().get(1).data().get("length").asInt()).isEqualTo(101);
        assertThat(viewer.logs().get(2).data().get("length").asInt()).isEqualTo(100_000);
    }

    @Test
    void followsWhatIsWrittenLater() {
        log.line(T0, "before");
        Viewer viewer = world.view("web", "", null).untilLines(1);
        log.line(T0 + 5, "after");

        assertThat(viewer.untilLines(2).messages()).containsExactly("before", "after");
    }

    @Test
    void givesExactlyTheTail() {
        IntStream.range(0, 500).forEach(i -> log.line(T0, "same " + i));
        Viewer viewer =
                world.view("web", "tail=10&follow=false", null).until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(viewer.messages()).hasSize(10).startsWith("same 490").endsWith("same 499");

        IntStream.range(0, 500).forEach(i -> log.line(T0 + i, "other " + i));
        viewer = world.view("web", "tail=501&follow=false", null).until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(viewer.messages()).hasSize(501).startsWith("same 499");
    }

    @Test
    void beginsWithNothingWhenTheTailIsZero() {
        IntStream.range(0, 50).forEach(i -> log.line(T0, "old " + i));
        Viewer viewer = world.view("web", "tail=0", null).until(v -> log.followers() == 1);
        log.line(T0, "new");

        assertThat(viewer.untilLines(1).messages()).containsExactly("new");
        assertThat(viewer.logs().getFirst().data().get("id").asText()).endsWith(".50");
    }

    @Test
    void printsUniqueIncreasingTimes() {
        IntStream.range(0, 20).forEach(i -> log.line(T0 + i / 10, "line " + i));
        Viewer viewer = world.view("web", "", null).untilLines(20);

        assertThat(viewer.logs().stream()
                        .map(event ->
                                Timestamps.parse(event.data().get("timestamp").asText())))
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> T0 + i).toList());
    }

    @Test
    void resumesExactlyAtEveryLineOfOneTimestamp() {
        IntStream.range(0, 500).forEach(i -> log.line(T0 + 7, "line " + i));
        Viewer first = world.view("web", "tail=450", null).untilLines(450);
        List<String> all = first.messages();
        for (int cut = 0; cut < 450; cut += 37) {
            String cursor = first.logs().get(cut).id();
            Viewer second = world.view("web", "tail=3", cursor).untilLines(449 - cut);

            assertThat(second.messages()).isEqualTo(all.subList(cut + 1, 450));
            assertThat(second.logs().getFirst().data())
                    .isEqualTo(first.logs().get(cut + 1).data());
            second.close();
        }
    }

    @Test
    void beginsAfterThePrintedTime() {
        IntStream.range(0, 300).forEach(i -> log.line(T0 + 7, "line " + i));
        Viewer first = world.view("web", "", null).untilLines(300);
        String since = first.logs().get(123).data().get("timestamp").asText();

        Viewer second = world.view("web", "since=" + since, null).untilLines(176);

        assertThat(second.messages()).startsWith("line 124").hasSize(176);
    }

    @Test
    void stampsMarkersWithTheViewersPosition() {
        log.line(T0 + 9, "hello");
        Viewer viewer = world.view("web", "", null).untilLines(1);
        world.cache.put("web", Pods.running("web", 1));
        world.alarms.advance(5);
        viewer.untilMarker("pod-restart");

        assertThat(viewer.text())
                .contains("data: {\"timestamp\":\"2026-01-01T00:01:00.000000009Z\",\"podName\":\"web\","
                        + "\"containerName\":\"main\",\"kind\":\"pod-restart\"");
    }

    @Test
    void asksKubernetesForNothingBeforeItIsOpened() {
        world.logs.stream(new PodLog(Pods.running("web"), List.of("main")), LogWorld.query(""), null, "text/plain")
                .close();

        assertThat(world.api.requests()).isEmpty();
    }

    @Test
    void streamsAHugeLineInBoundedMemory() {
        Viewer viewer = world.view("web", "", null).until(v -> log.followers() == 1);
        Buffer chunk = Buffer.buffer("x".repeat(1 << 20));
        log.follower().write("2026-01-01T00:01:00.000000000Z ");
        for (int i = 0; i < 64; i++) {
            log.follower().write(chunk);
            viewer.until(v -> !log.follower().writeQueueFull());
        }
        log.follower().write("\n");
        viewer.untilLines(1);

        assertThat(viewer.logs().getFirst().data().get("length").asLong()).isEqualTo(64L << 20);
    }

    @Test
    void writesTheOtherForms() {
        log.line(T0, "a\tb");
        log.line(T0 + 5, "c");
        Viewer text = world.view("web", "follow=false&timestamps=true", null, "text/plain")
                .until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(text.text()).isEqualTo("2026-01-01T00:01:00Z a\tb\n2026-01-01T00:01:00.000000005Z c\n");

        Viewer lines = world.view("web", "follow=false", null, "application/x-ndjson")
                .until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(lines.text().lines()).hasSize(4);
        assertThat(lines.text().lines().toList().get(1)).startsWith("{\"event\":\"log\",\"id\":\"web-0123.main.");
    }

    @Test
    void ringsNoAlarmWhenAllHasBeenSaid() {
        log.stop();
        log.line(T0, "hello");
        Viewer viewer = world.view("web", "follow=false", null).until(v -> v.state() == EventStream.State.COMPLETE);
        viewer.read();
        int alarms = world.alarms.waiting();
        world.alarms.advance(60);
        viewer.read();

        assertThat(world.alarms.waiting()).isZero();
        assertThat(alarms).isLessThanOrEqualTo(1);
    }
}
