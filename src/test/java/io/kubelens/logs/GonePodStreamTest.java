package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.GonePod;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API server stands in for what keeps the log: it is asked in the same way. */
class GonePodStreamTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld();
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    private KubePod gone(@Nullable String gap) {
        ContainerRun run =
                new ContainerRun("main", 0, null, Instant.parse("2026-01-01T00:02:00Z"), 3, 0, "Error", false);
        GonePod.Identity who = new GonePod.Identity(
                "shop", "web", Pods.running("web").uid(), Map.of(), "", Instant.parse("2026-01-01T00:00:00Z"));
        return new GonePod(List.of(new GonePod.Run(run, gap)), world.api.podLogs()).as(who, List.of("main"));
    }

    private Viewer view(KubePod pod, String query, @Nullable String lastEventId) {
        return new Viewer(world.logs.stream(
                        new PodLog(pod, List.of("main")), LogWorld.query(query), lastEventId, "text/event-stream"))
                .until(viewer -> viewer.state() == EventStream.State.COMPLETE);
    }

    @Test
    void endsAfterTheLastLineWhateverFollowSays() {
        IntStream.range(0, 20).forEach(i -> log.line(T0 + i / 3, "line " + i));
        world.cache.clear();

        for (String query : List.of("", "follow=true", "follow=false")) {
            Viewer viewer = view(gone(null), query, null);
            assertThat(viewer.messages()).hasSize(20).startsWith("line 0").endsWith("line 19");
            assertThat(viewer.markers()).containsExactly("terminated", "pod-removed", "end");
        }
    }

    @Test
    void isResumedWithTheIdsOfTheLiving() {
        IntStream.range(0, 20).forEach(i -> log.line(T0 + i / 3, "line " + i));
        Viewer living = world.view("web", "", null).untilLines(20);
        List<String> ids = living.logs().stream()
                .map(event -> Objects.requireNonNull(event.id()))
                .toList();
        living.close();
        world.cache.clear();

        assertThat(view(gone(null), "", null).logs().stream().map(Viewer.Event::id))
                .isEqualTo(ids);
        for (int cut = 0; cut < 19; cut++) {
            assertThat(view(gone(null), "", ids.get(cut)).messages())
                    .isEqualTo(IntStream.range(cut + 1, 20)
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void tellsWhatNobodyHas() {
        log.line(T0, "the last one that was read");
        world.cache.clear();

        assertThat(view(gone("pod-deleted"), "", null).markers())
                .containsExactly("gap", "terminated", "pod-removed", "end");
    }

    @Test
    void isMergedWithTheLiving() {
        FakeLog other = world.pod("api");
        for (int i = 0; i < 10; i++) {
            (i % 2 == 0 ? log : other).line(T0 + i, "line " + i);
        }
        world.cache.remove("web");

        Viewer viewer = new Viewer(world.logs.merge(
                LogWorld.app(),
                List.of(
                        new PodLog(gone(null), List.of("main")),
                        new PodLog(Objects.requireNonNull(world.cache.get("api")), List.of("main"))),
                LogWorld.query(""),
                null,
                "text/event-stream"));

        viewer.until(each -> each.messages().size() == 10 && each.markers().contains("pod-removed"));
        assertThat(viewer.messages())
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "line " + i).toList());
        assertThat(viewer.state()).isEqualTo(EventStream.State.OPEN);
        viewer.close();
    }

    @Test
    void saysHowItEndedAlsoWhenNoLinesAreWanted() {
        log.line(T0, "line");
        world.cache.clear();

        for (String gap : new String[] {null, "pod-deleted"}) {
            Viewer viewer = view(gone(gap), "tail=0", null);
            assertThat(viewer.messages()).isEmpty();
            assertThat(viewer.markers()).endsWith("terminated", "pod-removed", "end");
        }
    }
}
