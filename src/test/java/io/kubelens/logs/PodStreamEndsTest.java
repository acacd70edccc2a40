package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pod's stream makes of connections, containers and pods that end, fail or are not there yet. */
class PodStreamEndsTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld(100);
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void losesAndRepeatsNothingWhenConnectionsEndOrBreak() {
        Viewer viewer = world.view("web", "", null).until(v -> log.followers() == 1);
        List<String> written = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 10; i++) {
                written.add("line " + written.size());
                log.line(T0 + round / 4, written.getLast());
            }
            if (round % 3 == 0) {
                viewer.untilLines(written.size());
            }
            if (round % 2 == 0) {
                log.end();
            } else {
                log.cut();
            }
            written.add("between " + round);
            log.line(T0 + round / 4, written.getLast());
            viewer.until(v -> {
                world.alarms.advance(1);
                return log.followers() == 1;
            });
        }
        viewer.untilLines(written.size());

        assertThat(viewer.messages()).isEqualTo(written);
    }

    @Test
    void doesNotTakeHalfALineForALine() {
        Viewer viewer = world.view("web", "", null).until(v -> log.followers() == 1);
        log.follower().write("2026-01-01T00:01:00.000000000Z half a ");
        log.end();
        log.line(T0, "half a line");
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.messages().size() == 1;
        });

        assertThat(viewer.messages()).containsExactly("half a line");
    }

    @Test
    void deliversALastLineWithoutNewline() {
        log.line(T0, "first").raw(T0 + 1, FakeLog.bytes("2026-01-01T00:01:00.000000001Z last"));
        log.stop();
        world.cache.put("web", Pods.terminated("web", "Never", 0, 3));
        Viewer viewer = world.view("web", "", null).until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.messages()).containsExactly("first", "last");
        assertThat(viewer.markers()).containsExactly("terminated", "end");
        assertThat(viewer.text()).contains("exit code 3, Error");
    }

    @Test
    void believesAnEndOnlyOfAContainerThatHasFinished() {
        log.line(T0, "one");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        log.end();
        viewer.until(v -> log.followers() == 0);
        assertThat(viewer.state()).isEqualTo(EventStream.State.OPEN);

        log.line(T0 + 1, "two");
        log.stop();
        world.cache.put("web", Pods.terminated("web", "OnFailure", 0, 0));
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.state() == EventStream.State.COMPLETE;
        });

        assertThat(viewer.messages()).containsExactly("one", "two");
        assertThat(viewer.markers()).containsExactly("terminated", "end");
        assertThat(world.counts().upstreams().sum()).isZero();
    }

    @Test
    void waitsForACrashLoopingContainerWithoutSpinning() {
        log.line(T0, "crash 1");
        log.stop();
        world.cache.put("web", Pods.crashLooping("web", 4));
        Viewer viewer = world.view("web", "", null).untilMarker("waiting");
        int opens = log.opens();
        for (int i = 0; i < 300; i++) {
            world.alarms.advance(1);
            viewer.read();
        }
        assertThat(log.opens()).isEqualTo(opens);

        log.start(world.api.previous("web", "main"));
        log.line(T0 + 600 * Timestamps.SECOND, "crash 2");
        world.cache.put("web", Pods.running("web", 5));
        world.alarms.advance(1);
        viewer.untilLines(2);

        assertThat(viewer.messages()).containsExactly("crash 1", "crash 2");
        assertThat(viewer.markers()).containsExactly("waiting", "pod-restart");
        assertThat(viewer.text()).contains("pod restart count increased: 4 → 5");
    }

    @Test
    void waitsForAContainerThatHasNotStarted() {
        log.answer(
                400,
                "{\"message\":\"container \\\"main\\\" in pod \\\"web\\\" is waiting to start: ContainerCreating\"}");
        Viewer viewer = world.view("web", "", null).untilMarker("waiting");
        log.line(T0, "hello");
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.messages().size() == 1;
        });

        assertThat(viewer.markers()).containsExactly("waiting");
    }

    @Test
    void saysWhenKubernetesFailsAndTriesAgainLater() {
        log.line(T0, "hello");
        for (int i = 0; i < 5; i++) {
            log.answer(500, "secret upstream text");
        }
        Viewer viewer = world.view("web", "", null).untilMarker("error");
        assertThat(log.opens()).isEqualTo(1);
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.messages().size() == 1;
        });

        assertThat(viewer.markers()).containsExactly("error");
        assertThat(viewer.text()).contains("kubernetes unavailable").doesNotContain("secret");
    }

    @Test
    void tellsTheKubeletsFailuresFromLines() {
        log.line(T0, "hello");
        log.line(T0 + 1, "failed to create fsnotify watcher: my own words");
        Viewer viewer = world.view("web", "", null).untilLines(2).until(v -> log.followers() == 1);
        log.follower().write("failed to create fsnotify watcher: too many open files");
        log.end();
        viewer.untilMarker("error");
        log.line(T0 + 2, "again");
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.messages().size() == 3;
        });

        assertThat(viewer.messages())
                .containsExactly("hello", "failed to create fsnotify watcher: my own words", "again");
        assertThat(viewer.text()).doesNotContain("too many open files");
    }

    @Test
    void endsWithThePod() {
        log.line(T0, "hello");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        world.cache.remove("web");
        log.cut();
        viewer.until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.markers()).containsExactly("gap", "pod-removed", "end");
        assertThat(viewer.text()).contains("\"from\":\"2026-01-01T00:01:00Z\"", "\"reason\":\"pod-deleted\"");
        assertThat(world.counts().gaps().sum()).isEqualTo(1);
    }

    @Test
    void tellsAViewerWhosePodWasReplacedOfTheGap() {
        log.line(T0, "hello");
        Viewer viewer = world.view("web", "", "1~zzzzzz.rs.3").untilLines(1);

        assertThat(viewer.markers()).containsExactly("gap");
    }

    @Test
    void closesTheUpstreamAWhileAfterTheLastViewerHasLeft() {
        log.line(T0, "hello");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        assertThat(world.counts().upstreams().sum()).isEqualTo(1);
        viewer.close();
        world.alarms.advance(59);
        assertThat(log.followers()).isEqualTo(1);
        world.alarms.advance(1);

        Awaitility.await().until(() -> log.followers() == 0);
        assertThat(world.counts().upstreams().sum()).isZero();
        assertThat(world.counts().streams().sum()).isZero();
    }

    @Test
    void givesUpAFiniteAnswerThatCannotBeHad() {
        for (int i = 0; i < 20; i++) {
            log.answer(503, "");
        }
        Viewer viewer = world.view("web", "follow=false", null).until(v -> {
            world.alarms.advance(1);
            return v.state() == EventStream.State.ABORTED;
        });

        assertThat(viewer.markers()).containsExactly("error");
    }

    @Test
    void replacesAConnectionThatHasBeenSilentForLong() {
        log.line(T0, "hello");
        Viewer viewer = world.view("web", "", null).until(v -> log.followers() == 1);
        log.line(T0 + 1, "by this connection");
        viewer.untilLines(2);
        int opens = log.opens();
        world.alarms.advance(299);
        viewer.read();
        assertThat(log.opens()).isEqualTo(opens);

        world.alarms.advance(2);
        viewer.until(v -> log.opens() > opens && log.followers() == 1);
        log.line(T0 + 2, "still here");

        assertThat(viewer.untilLines(3).messages()).containsExactly("hello", "by this connection", "still here");
    }
}
