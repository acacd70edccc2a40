package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A place is resumed although the log is another file now, or tells what is missing. */
class LostPlaceTest {
    private static final long T0 = LogWorld.T0;
    private static final long S = Timestamps.SECOND;
    private final LogWorld world = new LogWorld();
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    /** The id of the last of these lines, as a gateway gave it that is no more. */
    private String seen(int lines) {
        Viewer viewer = world.view("web", "", null).untilLines(lines);
        String id = Objects.requireNonNull(viewer.logs().get(lines - 1).id());
        forget(viewer);
        return id;
    }

    /** As another gateway would be: it has read nothing yet. */
    private void forget(Viewer viewer) {
        viewer.close();
        world.alarms.advance(60);
        assertThat(world.counts().upstreams().sum()).isZero();
    }

    private List<String> ids(int lines) {
        Viewer viewer = world.view("web", "", null).untilLines(lines);
        forget(viewer);
        return viewer.logs().stream()
                .map(event -> Objects.requireNonNull(event.id()))
                .toList();
    }

    private Viewer resumed(String id, int lines) {
        return world.view("web", "", id).until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() >= lines;
        });
    }

    @Test
    void tellsOfLinesThatWereRotatedAway() {
        log.line(T0, "one").line(T0, "two");
        String id = seen(2);
        log.line(T0 + S, "lost");
        log.rotate();
        log.line(T0 + 2 * S, "three").line(T0 + 2 * S, "four");
        Viewer viewer = resumed(id, 2);

        assertThat(viewer.messages()).containsExactly("three", "four");
        assertThat(viewer.markers()).containsExactly("gap");
        assertThat(viewer.text())
                .contains("\"from\":\"2026-01-01T00:01:00Z\",\"to\":\"2026-01-01T00:01:02Z\",\"reason\":\"rotated\"");
    }

    @Test
    void tellsLiveViewersOfLinesThatWereRotatedAwayDuringACut() {
        log.line(T0, "one");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        log.cut();
        viewer.until(v -> log.followers() == 0);
        log.line(T0 + S, "lost");
        log.rotate();
        log.line(T0 + 2 * S, "two");
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 2;
        });

        assertThat(viewer.messages()).containsExactly("one", "two");
        assertThat(viewer.markers()).containsExactly("gap");
    }

    @Test
    void readsTheRestOfTheRunBefore() {
        log.line(T0, "one");
        String id = seen(1);
        log.line(T0 + S / 2, "last words");
        log.start(world.api.previous("web", "main"));
        world.cache.put("web", Pods.restarted("web", 1, "2026-01-01T00:01:01Z"));
        log.line(T0 + 5 * S, "again");
        Viewer viewer = resumed(id, 2);

        assertThat(viewer.messages()).containsExactly("last words", "again");
        assertThat(viewer.markers()).isEmpty();
    }

    @Test
    void readsTheRestOfTheRunBeforeWhenTheConnectionBrokeInIt() {
        log.line(T0, "one");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        log.cut();
        viewer.until(v -> log.followers() == 0);
        log.line(T0 + S / 2, "last words");
        log.start(world.api.previous("web", "main"));
        log.line(T0 + 5 * S, "again");
        // The cache hears of it later than the log shows it.
        int opens = log.opens();
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return log.opens() > opens;
        });
        world.cache.put("web", Pods.restarted("web", 1, "2026-01-01T00:01:01Z"));
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.messages().size() == 3;
        });

        assertThat(viewer.messages()).containsExactly("one", "last words", "again");
        assertThat(viewer.markers()).containsExactly("pod-restart");
    }

    @Test
    void tellsOfARunThatIsGoneAltogether() {
        log.line(T0, "one");
        String id = seen(1);
        log.start(world.api.previous("web", "main"));
        log.line(T0 + 2 * S, "second run");
        log.start(world.api.previous("web", "main"));
        log.line(T0 + 5 * S, "third run");
        world.cache.put("web", Pods.restarted("web", 2, "2026-01-01T00:01:03Z"));
        Viewer viewer = resumed(id, 2);

        assertThat(viewer.messages()).containsExactly("second run", "third run");
        assertThat(viewer.markers()).containsExactly("gap");
        assertThat(viewer.text()).contains("\"reason\":\"rotated\"");
    }

    @Test
    void findsItsPlaceAmongLinesThatAreNotInOrder() {
        log.line(T0 + 5, "a").line(T0 + 9, "b").line(T0 + 7, "c").line(T0 + 7, "d");
        log.line(T0 + 8, "e").line(T0 + 12, "f");
        List<String> ids = ids(6);
        List<String> all = List.of("a", "b", "c", "d", "e", "f");
        for (int i = 0; i < 5; i++) {
            Viewer viewer = resumed(ids.get(i), 5 - i);
            assertThat(viewer.messages()).isEqualTo(all.subList(i + 1, 6));
            assertThat(viewer.markers()).isEmpty();
            forget(viewer);
        }
    }

    @Test
    void tellsLinesOfOneTimeApartThatAreNotTogether() {
        log.line(T0 + 5, "a").line(T0 + 4, "b").line(T0 + 5, "c");
        Viewer viewer = world.view("web", "", null).untilLines(3).until(v -> log.followers() == 1);
        log.line(T0 + 6, "d").line(T0 + 5, "e");
        List<String> all = List.of("a", "b", "c", "d", "e");
        assertThat(viewer.untilLines(5).messages()).isEqualTo(all);
        assertThat(viewer.ids()).doesNotHaveDuplicates();
        for (int i = 0; i < 4; i++) {
            Viewer here = resumed(Objects.requireNonNull(viewer.logs().get(i).id()), 4 - i);
            assertThat(here.messages()).isEqualTo(all.subList(i + 1, 5));
            here.close();
        }
        forget(viewer);
        for (int i = 0; i < 4; i++) {
            Viewer elsewhere =
                    resumed(Objects.requireNonNull(viewer.logs().get(i).id()), 4 - i);
            assertThat(elsewhere.messages()).isEqualTo(all.subList(i + 1, 5));
            forget(elsewhere);
        }
    }

    @Test
    void tellsOfAClockThatWasSetBackAndGoesOn() {
        log.line(T0 + 100 * S, "before");
        Viewer viewer = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        log.line(T0, "after").line(T0 + S, "later");

        assertThat(viewer.untilLines(3).messages()).containsExactly("before", "after", "later");
        assertThat(viewer.markers()).containsExactly("clock-step");
        assertThat(viewer.logs().get(1).data().get("timestamp").asText()).isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void resumesOnBothSidesOfAClockStep() {
        log.line(T0 + 100 * S, "a").line(T0 + 101 * S, "b");
        log.line(T0, "c").line(T0 + S, "d").line(T0 + 2 * S, "e");
        List<String> ids = ids(5);
        List<String> all = List.of("a", "b", "c", "d", "e");
        for (int i = 0; i < 4; i++) {
            Viewer viewer = resumed(ids.get(i), 4 - i);
            assertThat(viewer.messages()).isEqualTo(all.subList(i + 1, 5));
            forget(viewer);
        }
    }
}
