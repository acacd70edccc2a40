package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeveralContainersTest {
    private static final long T0 = LogWorld.T0;
    private static final String SSE = "text/event-stream";
    private final LogWorld world = new LogWorld();
    private final FakeLog app = world.api.log("web", "app");
    private final FakeLog proxy = world.api.log("web", "proxy");

    @BeforeEach
    void fill() {
        world.cache.put("web", Pods.of("web", "app", "proxy", "other"));
        world.api.log("web", "other");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Viewer whole(String query) {
        return world.open("web", query + "&follow=false", null, SSE)
                .until(viewer -> viewer.state() == EventStream.State.COMPLETE);
    }

    private Viewer untilLines(Viewer viewer, int lines) {
        return viewer.until(v -> {
            world.alarms.advance(0.05);
            return v.messages().size() >= lines;
        });
    }

    @Test
    void areOneStreamInTheOrderOfTime() {
        IntStream.range(0, 60).forEach(i -> (i % 3 == 0 ? proxy : app).line(T0 + i, "line " + i));
        Viewer viewer = whole("container=app,proxy");

        assertThat(viewer.messages())
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "line " + i).toList());
        assertThat(viewer.logs().get(0).data().get("containerName").asText()).isEqualTo("proxy");
        assertThat(viewer.logs().get(1).data().get("containerName").asText()).isEqualTo("app");
        assertThat(viewer.markers()).containsExactly("end");
    }

    @Test
    void shareTheTail() {
        IntStream.range(0, 50).forEach(i -> app.line(T0 + i, "app " + i));
        proxy.line(T0 + 48, "proxy");

        assertThat(whole("container=*&tail=3").messages()).containsExactlyInAnyOrder("app 48", "proxy", "app 49");
    }

    @Test
    void areAllOfThePod() {
        KubePod pod = new KubePod(Pods.builder("full", "app")
                .editSpec()
                .addNewInitContainer()
                .withName("init")
                .endInitContainer()
                .addNewEphemeralContainer()
                .withName("debug")
                .endEphemeralContainer()
                .endSpec()
                .build());
        world.cache.put("full", pod);
        List.of("init", "app", "debug")
                .forEach(name -> world.api.log("full", name).line(T0 + name.length(), "of " + name));
        Viewer viewer = world.open("full", "container=*&follow=false", null, SSE)
                .until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.messages()).containsExactly("of app", "of init", "of debug");
    }

    @Test
    void areNamedInText() {
        app.line(T0, "one");
        proxy.line(T0 + 1, "two");
        Viewer viewer = world.open("web", "container=app,proxy&follow=false", null, "text/plain")
                .until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(viewer.text()).isEqualTo("web/app one\nweb/proxy two\n");

        Viewer single = world.open("web", "container=app&follow=false", null, "text/plain")
                .until(v -> v.state() == EventStream.State.COMPLETE);
        assertThat(single.text()).isEqualTo("one\n");
    }

    @Test
    void areResumedExactlyAtEveryLine() {
        IntStream.range(0, 120).forEach(i -> (i % 3 == 0 ? proxy : app).line(T0 + i / 7, "line " + i));
        Viewer first = untilLines(world.open("web", "container=*", null, SSE), 120);
        List<String> all = first.messages();
        for (int cut = 0; cut < 119; cut += 17) {
            String cursor = first.logs().get(cut).id();
            Viewer second = untilLines(world.open("web", "container=*", cursor, SSE), 119 - cut);

            assertThat(second.messages()).isEqualTo(all.subList(cut + 1, 120));
            second.close();
        }
    }

    @Test
    void tellOfTheirPodOnce() {
        Viewer viewer = untilLines(world.open("web", "container=*", null, SSE), 0)
                .until(v -> app.followers() == 1 && proxy.followers() == 1);
        world.alarms.advance(5);
        assertThat(viewer.read().events().stream().filter(event -> event.name().equals("status")))
                .hasSize(1);
        proxy.line(T0, "last words");
        world.cache.remove("web");
        List.of(app, proxy, world.api.log("web", "other")).forEach(FakeLog::stop);
        viewer.until(v -> {
            world.alarms.advance(1);
            return v.state() == EventStream.State.COMPLETE;
        });

        assertThat(viewer.messages()).containsExactly("last words");
        assertThat(viewer.markers()).containsExactly("pod-removed", "end");
    }

    @Test
    void areThoseThatAPodOfAnAppHas() {
        world.cache.put("other", Pods.of("other", "side"));
        world.cache.put("plain", Pods.of("plain", "app"));
        app.line(T0, "web app");
        proxy.line(T0 + 1, "web proxy");
        world.api.log("plain", "app").line(T0 + 2, "plain app");
        Viewer viewer = world.openApp(List.of("web", "other", "plain"), "container=proxy,app&follow=false", null)
                .until(v -> v.state() == EventStream.State.COMPLETE);

        assertThat(viewer.messages()).containsExactly("web app", "web proxy", "plain app");
        assertThatThrownBy(() -> world.openApp(List.of("web", "other"), "container=app,nope", null))
                .isInstanceOfSatisfying(ContainerNotFound.class, refusal -> assertThat(refusal.containers())
                        .containsExactly("app", "proxy", "other", "side"));
    }

    @Test
    void joinWithTheirPodAndLeaveWithIt() {
        Viewer viewer = world.openApp(List.of(), "container=app,proxy", null).untilMarker("waiting");
        Membership.Listener members = Objects.requireNonNull(world.members);
        members.joined(Pods.of("none", "side"));
        members.joined(Pods.of("web", "app", "proxy"));
        app.line(T0, "one");
        proxy.line(T0 + 1, "two");
        untilLines(viewer, 2);
        world.cache.remove("web");
        members.left(Pods.of("web", "app", "proxy"));
        app.stop();
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return app.followers() == 0;
        });
        proxy.line(T0 + 2, "three");
        proxy.stop();
        viewer.until(v -> {
            world.alarms.advance(0.1);
            return v.markers().contains("pod-removed");
        });

        assertThat(viewer.messages()).containsExactly("one", "two", "three");
        assertThat(viewer.markers()).containsExactly("waiting", "pod-added", "pod-removed", "waiting");
    }

    @Test
    void areJoinedByAnEphemeralContainerWhenAllAreAskedFor() {
        world.cache.put("full", Pods.of("full", "app"));
        world.api.log("full", "app").line(T0, "of app");
        Viewer all = world.open("full", "container=*", null, SSE);
        Viewer one = world.open("full", "", null, SSE).untilLines(1);
        untilLines(all, 1);
        world.api.log("full", "debug").line(T0 + 1, "of debug");
        world.cache.put(
                "full",
                new KubePod(Pods.builder("full", "app")
                        .editSpec()
                        .addNewEphemeralContainer()
                        .withName("debug")
                        .endEphemeralContainer()
                        .endSpec()
                        .build()));
        untilLines(all, 2);

        assertThat(all.messages()).containsExactly("of app", "of debug");
        assertThat(one.messages()).containsExactly("of app");
    }
}
