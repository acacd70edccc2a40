package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviousLogTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld();
    private final FakeLog now = world.pod("web");
    private final FakeLog before = world.api.previous("web", "main");

    @BeforeEach
    void fill() {
        world.cache.put("web", Pods.restarted("web", 3));
        now.line(T0 + 100, "now");
        IntStream.range(0, 20).forEach(i -> before.line(T0 + i / 3, "before " + i));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Viewer open(String query, String lastEventId) {
        return world.open("web", query, lastEventId.isEmpty() ? null : lastEventId, "text/event-stream");
    }

    private Viewer whole(String query, String lastEventId) {
        return open(query, lastEventId).until(viewer -> viewer.state() == EventStream.State.COMPLETE);
    }

    private static List<String> lines(int from) {
        return IntStream.range(from, 20).mapToObj(i -> "before " + i).toList();
    }

    @Test
    void endsWhateverFollowSays() {
        for (String follow : List.of("", "&follow=true", "&follow=false")) {
            Viewer viewer = whole("previous=true" + follow, "");
            assertThat(viewer.messages()).isEqualTo(lines(0));
            assertThat(viewer.markers()).containsExactly("end");
        }
        assertThat(now.opens()).isZero();
        assertThat(world.counts().upstreams().sum()).isZero();
    }

    @Test
    void hasTailSinceAndForms() {
        assertThat(whole("previous=true&tail=4", "").messages()).isEqualTo(lines(16));
        assertThat(whole("previous=true&since=" + Timestamps.text(T0 + 4), "").messages())
                .isEqualTo(lines(5));
        Viewer text = world.open("web", "previous=true&tail=1", null, "text/plain")
                .until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(text.text()).isEqualTo("before 19\n");
    }

    @Test
    void isResumedExactlyAtEveryLine() {
        Viewer first = whole("previous=true", "");
        for (int cut = 0; cut < 19; cut++) {
            String cursor = Objects.requireNonNull(first.logs().get(cut).id());
            assertThat(whole("previous=true", cursor).messages()).isEqualTo(lines(cut + 1));
        }
    }

    @Test
    void isResumedWhenTheContainerStartsAfterItsCrash() {
        world.cache.put("web", Pods.crashLooping("web", 2));
        String cursor =
                Objects.requireNonNull(whole("previous=true", "").logs().get(9).id());
        world.cache.put("web", Pods.restarted("web", 3));

        assertThat(whole("previous=true", cursor).messages()).isEqualTo(lines(10));
    }

    @Test
    void tellsAGapWhenAnotherRunIsThePreviousOneNow() {
        String cursor =
                Objects.requireNonNull(whole("previous=true", "").logs().get(9).id());
        world.cache.put("web", Pods.restarted("web", 4));
        Viewer viewer = whole("previous=true", cursor);

        assertThat(viewer.markers()).containsExactly("gap", "end");
        assertThat(viewer.text()).contains("\"reason\":\"rotated\"");
        assertThat(viewer.messages()).isEqualTo(lines(0));
    }

    @Test
    void doesNotGoOnInAnotherRun() {
        before.answer(500, "");
        Viewer viewer = open("previous=true", "").untilMarker("error");
        world.cache.put("web", Pods.restarted("web", 4));
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.state() == EventStream.State.COMPLETE;
        });

        assertThat(viewer.messages()).isEmpty();
        assertThat(viewer.markers()).containsExactly("error", "gap", "end");
    }

    @ParameterizedTest
    @CsvSource({
        "200, unable to retrieve container logs for containerd://1",
        "400, previous terminated container main in pod web not found"
    })
    void endsWithAGapWhenTheNodeHasItNoMore(int status, String body) {
        IntStream.range(0, 9).forEach(i -> before.answer(status, body));
        Viewer viewer = open("previous=true", "").until(v -> {
            world.alarms.advance(1);
            return v.state() == EventStream.State.COMPLETE;
        });

        assertThat(viewer.markers()).containsExactly("error", "gap", "end");
    }

    @Test
    void isRefusedOfContainersThatHaveNotRunBefore() {
        world.cache.put("web", Pods.running("web"));
        assertThatThrownBy(() -> open("previous=true", ""))
                .isInstanceOf(NoPreviousLog.class)
                .hasMessage("no previous log");
        assertThat(world.api.requests()).isEmpty();
    }

    @Test
    void isTakenOfThosePodsOfAnAppThatHaveIt() {
        world.cache.put("fresh", Pods.running("fresh"));
        Viewer viewer = world.openApp(List.of("fresh", "web"), "previous=true", null)
                .until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.messages()).isEqualTo(lines(0));
        assertThat(world.members).isNull();
        assertThatThrownBy(() -> world.openApp(List.of("fresh"), "previous=true", null))
                .isInstanceOf(NoPreviousLog.class);
    }
}
