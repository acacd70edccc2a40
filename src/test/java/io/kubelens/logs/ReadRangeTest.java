package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadRangeTest {
    private static final long T0 = LogWorld.T0;
    private static final String SSE = "text/event-stream";
    private final LogWorld world = new LogWorld();
    private final FakeLog app = world.api.log("web", "app");
    private final FakeLog proxy = world.api.log("web", "proxy");

    @BeforeEach
    void fill() {
        world.cache.put("web", Pods.of("web", "app", "proxy"));
        IntStream.range(0, 60).forEach(i -> (i % 3 == 0 ? proxy : app).line(T0 + i, "line " + i));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static List<String> ids(Viewer viewer) {
        return viewer.logs().stream().map(Viewer.Event::id).toList();
    }

    private Viewer whole(String query, @Nullable String lastEventId) {
        return world.open("web", query + "&follow=false", lastEventId, SSE)
                .until(viewer -> viewer.state() == EventStream.State.COMPLETE);
    }

    @Test
    void goesFromTheFirstToTheLastLineOfOneContainer() {
        Viewer viewer = whole("container=app&tail=7", null);

        assertThat(viewer.range())
                .isEqualTo(new ReadRange(ids(viewer).getFirst(), ids(viewer).getLast(), 7));
    }

    @Test
    void isThatOfTheLinesThatSeveralViewersShare() {
        Viewer first = world.open("web", "container=app&tail=7", null, SSE).untilLines(7);
        Viewer second = world.open("web", "container=app&tail=3", null, SSE).untilLines(3);
        app.line(T0 + 100, "new");

        for (Viewer viewer : List.of(first.untilLines(8), second.untilLines(4))) {
            assertThat(viewer.range())
                    .isEqualTo(new ReadRange(
                            ids(viewer).getFirst(),
                            ids(viewer).getLast(),
                            viewer.messages().size()));
        }
    }

    @Test
    void endsWhereAnotherReaderOfSeveralContainersCanGoOn() {
        Viewer viewer = whole("container=*", null);
        ReadRange range = viewer.range();

        assertThat(range.lines()).isEqualTo(60);
        assertThat(ids(viewer).getFirst()).startsWith(range.from());
        assertThat(whole("container=*", range.to()).messages()).isEmpty();
    }

    @Test
    void isNothingWhenNoLineWasSent() {
        assertThat(whole("container=app&tail=0", null).range()).isEqualTo(ReadRange.NONE);
    }
}
