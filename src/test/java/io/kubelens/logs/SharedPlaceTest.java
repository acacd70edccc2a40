package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.KubePod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cursors of many pods, of which most share one entry. */
class SharedPlaceTest {
    private static final long T0 = LogWorld.T0;
    private static final int ROUNDS = 20;
    private final StillWorld world = StillWorld.of(new SplittableRandom(7));
    private final List<String> pods =
            IntStream.range(0, 100).mapToObj(i -> "pod-" + i).toList();
    private final List<StillLog> logs = pods.stream().map(world::pod).toList();

    private static String line(int pod, int round) {
        return "pod " + pod + " line " + round;
    }

    private void write() {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            for (int pod = 0; pod < logs.size(); pod++) {
                logs.get(pod).line(T0 + round * 1_000L + random.nextInt(1_000), line(pod, round));
            }
        }
    }

    private Viewer whole() {
        return view(pods, null);
    }

    private Viewer view(List<String> some, @Nullable String cursor) {
        Viewer viewer = world.viewApp(some, "", cursor, "text/event-stream");
        world.pass(2, viewer);
        return viewer;
    }

    @Test
    void areShortWhileAllPodsWrite() {
        write();
        List<Viewer.Event> lines = whole().logs();
        // Before its first line, a pod stands where its part of the tail begins.

        assertThat(lines.subList(lines.size() / 4, lines.size() / 2))
                .allSatisfy(line -> assertThat(line.id()).hasSizeLessThan(100));
    }

    @Test
    void leaveOutAndRepeatNothing() {
        write();
        Viewer whole = whole();
        List<String> all = whole.messages();
        assertThat(all).hasSize(ROUNDS * pods.size());
        for (int cut = 3; cut < all.size(); cut += 97) {
            Viewer rest = view(pods, whole.logs().get(cut).id());

            assertThat(rest.messages()).isEqualTo(all.subList(cut + 1, all.size()));
            assertThat(rest.markers()).isEmpty();
        }
    }

    @Test
    void tellThatAPodIsMissingWhoseNameTheyDoNotHold() {
        write();
        String cursor = whole().logs().get(500).id();
        List<String> left = pods.subList(0, 99);
        Viewer rest = view(left, cursor);

        assertThat(rest.markers()).contains("gap");
        assertThat(cursor)
                .doesNotContain(SourceId.of(new ContainerLog(Pods.running("pod-99"), "main", OptionalInt.empty(), true))
                        .text());
        assertThat(rest.text()).contains("\"reason\":\"pod-deleted\"");
    }

    @Test
    void knowAPodThatWasCreatedLater() {
        write();
        String cursor = whole().logs().get(500).id();
        KubePod late = new KubePod(Pods.builder("late", "main")
                .editMetadata()
                .withCreationTimestamp("2026-01-01T01:00:00Z")
                .endMetadata()
                .build());
        // The clock of its node is behind.
        world.pod(late).line(T0 - 5_000, "first words");
        List<String> more = new ArrayList<>(pods);
        more.add("late");
        Viewer rest = view(more, cursor);

        assertThat(new HashSet<>(rest.messages()))
                .hasSize(ROUNDS * pods.size() - 500)
                .contains("first words");
        assertThat(rest.markers()).isEmpty();
    }
}
