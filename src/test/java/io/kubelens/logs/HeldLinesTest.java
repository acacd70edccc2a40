package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.HeldRun;
import io.kubelens.kube.KubePod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldLinesTest {
    private static final long T0 = Timestamps.parse("2026-01-01T00:01:00Z");

    private final LogWorld world = new LogWorld(20);
    private final FakeLog log = world.pod("web");
    private final KubePod pod = Pods.running("web");

    @AfterEach
    void close() {
        world.close();
    }

    private Optional<HeldRun> held(int restart) {
        return held(restart, Duration.ZERO);
    }

    private Optional<HeldRun> held(int restart, Duration patience) {
        try {
            return world.logs.held(pod, "main", restart, patience);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(HeldRun run) {
        return new String(run.text().get(), StandardCharsets.UTF_8);
    }

    private Viewer stop(Viewer viewer, KubePod stopped) {
        log.stop();
        world.cache.put("web", stopped);
        return viewer.until(v -> {
            world.alarms.advance(1);
            return held(0).filter(HeldRun::ended).isPresent();
        });
    }

    private void lines(int count) {
        IntStream.range(0, count).forEach(i -> log.line(T0 + i / 3, "line " + i));
    }

    @Test
    void areThoseOfTheRunWithTheTimesOfTheNode() {
        lines(20);
        Viewer viewer = world.view("web", "", null).untilLines(20);
        assertThat(held(0)).hasValueSatisfying(run -> assertThat(run.ended()).isFalse());

        stop(viewer, Pods.terminated("web", "Never", 0, 1));

        HeldRun run = held(0).orElseThrow();
        assertThat(run.begun()).isTrue();
        assertThat(run.cut()).isFalse();
        assertThat(run.lines()).isEqualTo(20);
        assertThat(text(run))
                .startsWith(Timestamps.text(T0) + " line 0\n")
                .endsWith(" line 19\n")
                .hasLineCount(20);
        assertThat(world.logs.isRead(pod, "main")).isTrue();
        viewer.close();
    }

    @Test
    void areWaitedForWhileTheRunIsStillBeingRead() {
        lines(5);
        Viewer viewer = world.view("web", "", null).untilLines(5);
        assertThat(held(0, Duration.ofMillis(20)))
                .hasValueSatisfying(run -> assertThat(run.ended()).isFalse());
        CompletableFuture<Optional<HeldRun>> waiting =
                CompletableFuture.supplyAsync(() -> held(0, Duration.ofMinutes(5)));

        stop(viewer, Pods.terminated("web", "Never", 0, 1));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).satisfies(run -> assertThat(run)
                .hasValueSatisfying(ended -> assertThat(ended.ended()).isTrue()));
        viewer.close();
    }

    @Test
    void areNotThoseOfTheNextRun() {
        lines(5);
        Viewer viewer = stop(world.view("web", "", null).untilLines(5), Pods.crashLooping("web", 0));
        log.start(world.api.previous("web", "main"));
        log.line(T0 + 600 * Timestamps.SECOND, "next");
        world.cache.put("web", Pods.running("web", 1));
        world.alarms.advance(1);
        viewer.untilLines(6);

        assertThat(text(held(0).orElseThrow())).endsWith(" line 4\n").hasLineCount(5);
        HeldRun next = held(1).orElseThrow();
        assertThat(next.ended()).isFalse();
        assertThat(next.begun()).isTrue();
        assertThat(text(next)).isEqualTo(Timestamps.text(T0 + 600 * Timestamps.SECOND) + " next\n");
        assertThat(held(2)).isEmpty();
        viewer.close();
    }

    @Test
    void doNotReachBackWhereTheViewerDidNot() {
        lines(20);
        Viewer viewer = world.view("web", "tail=4", null).untilLines(4);
        stop(viewer, Pods.terminated("web", "Never", 0, 1));

        HeldRun run = held(0).orElseThrow();
        assertThat(run.begun()).isFalse();
        // Before the first whole time nothing is taken.
        assertThat(text(run)).startsWith(Timestamps.text(T0 + 6) + " line 18\n").hasLineCount(2);
        viewer.close();
    }

    @Test
    void sayThatOneWasCut() {
        log.line(T0, "a line that is longer than viewers may see");
        Viewer viewer = world.view("web", "", null).untilLines(1);
        stop(viewer, Pods.terminated("web", "Never", 0, 1));

        assertThat(held(0)).hasValueSatisfying(run -> assertThat(run.cut()).isTrue());
        viewer.close();
    }

    @Test
    void areNoneOfALogThatNobodyHasRead() {
        assertThat(held(0)).isEmpty();
        assertThat(world.logs.isRead(pod, "main")).isFalse();
    }
}
