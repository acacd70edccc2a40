package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are open when policy comes to hide what they show. */
class PolicyChangeTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld();
    private final FakeLog a = world.pod("a");
    private final FakeLog b = world.pod("b");

    @AfterEach
    void close() {
        world.close();
    }

    private Viewer following(String pod, FakeLog log) {
        return world.view(pod, "", null).until(v -> log.followers() == 1);
    }

    @Test
    void endsAPodsStreamWithAWord() {
        Viewer viewer = following("a", a);
        a.line(T0, "hello");
        viewer.untilLines(1);
        a.line(T0 + 1, "not to be seen");

        world.hide("a");

        assertThat(viewer.untilMarker("policy-changed").state()).isEqualTo(EventStream.State.COMPLETE);
        assertThat(viewer.messages()).containsExactly("hello");
        assertThat(viewer.markers()).containsExactly("policy-changed");
    }

    @Test
    void endsAPodsStreamWhenThePodGetsALabelThatIsExcluded() {
        Viewer viewer = following("a", a);
        a.line(T0, "hello");
        viewer.untilLines(1);

        world.relabel("a");

        assertThat(viewer.untilMarker("policy-changed").state()).isEqualTo(EventStream.State.COMPLETE);
    }

    @Test
    void showsNothingOfAStreamThatIsHiddenBeforeItIsOpened() {
        a.line(T0, "not to be seen");
        world.hide("a");

        Viewer viewer = world.view("a", "", null).untilMarker("policy-changed");

        assertThat(viewer.messages()).isEmpty();
        assertThat(viewer.state()).isEqualTo(EventStream.State.COMPLETE);
    }

    @Test
    void goesOnWithAnAppsStreamWithoutThePod() {
        Viewer viewer = world.viewApp(List.of("a", "b"), "", null).until(v -> a.followers() == 1 && b.followers() == 1);
        a.line(T0, "a");
        b.line(T0 + 1, "b");
        untilMerged(viewer, 2);
        a.line(T0 + 2, "not to be seen");

        world.hide("a");
        viewer.untilMarker("policy-changed");
        b.line(T0 + 3, "b goes on");
        untilMerged(viewer, 3);

        assertThat(viewer.messages()).containsExactly("a", "b", "b goes on");
        assertThat(viewer.markers()).containsExactly("policy-changed");
        assertThat(viewer.state()).isEqualTo(EventStream.State.OPEN);
    }

    private void untilMerged(Viewer viewer, int lines) {
        viewer.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() == lines;
        });
    }

    @Test
    void endsAStreamThatCannotBeJudgedAndJudgesAllOthers() {
        Viewer strange = following("a", a);
        List<Viewer> others = Stream.generate(() -> following("b", b)).limit(20).toList();

        world.doubt("a");
        world.hide("b");

        assertThat(strange.untilMarker("policy-changed").state()).isEqualTo(EventStream.State.COMPLETE);
        assertThat(others)
                .allSatisfy(viewer ->
                        assertThat(viewer.untilMarker("policy-changed").state()).isEqualTo(EventStream.State.COMPLETE));
    }
}
