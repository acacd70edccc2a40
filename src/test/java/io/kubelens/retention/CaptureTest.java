package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.HeldRun;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import io.kubelens.store.Capsule;
import io.kubelens.store.SealedCapsule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private final Instant now = Runs.now();
    private final Map<String, KubePod> cache = new HashMap<>();
    private final List<PodLogs.Request> requests = new ArrayList<>();
    private final Map<Boolean, Object> answers = new HashMap<>();
    private @Nullable HeldRun inMemory;
    private final Room room = new Room();
    private final Clock clock = Clock.systemUTC();
    private final Followed followed =
            new Followed(upstream(), pod -> false, pod -> false, () -> 1000, room, clock, System::nanoTime);
    private final Captures captures = new Captures(Duration.ofHours(1), clock, room, followed::drop);
    private final Capture capture = new Capture(
            upstream(),
            (namespace, name) -> Optional.ofNullable(cache.get(name)),
            (namespace, uid) -> List.of(),
            captures,
            followed,
            (ended, patience) -> Optional.ofNullable(inMemory),
            () -> 1000,
            room,
            clock);

    /** Answers at once, with a text or a failure. */
    private LogUpstream upstream() {
        return (what, listener) -> {
            requests.add(what);
            Object answer = answers.getOrDefault(what.previous(), Failure.UNKNOWN_CONTAINER);
            return new PodLogs.Call() {
                private boolean said;

                {
                    if (answer instanceof Failure failure) {
                        listener.failed(failure);
                    } else {
                        listener.opened();
                    }
                }

                @Override
                public void consume() {
                    if (said || answer.toString().isEmpty()) {
                        listener.ended();
                    } else {
                        said = true;
                        listener.chunk(ByteBuffer.wrap(answer.toString().getBytes(StandardCharsets.UTF_8)));
                    }
                }

                @Override
                public void cancel() {}
            };
        };
    }

    private EndedRun ended(@Nullable String uidNow) {
        KubePod pod = Runs.ended("a", "1", now);
        if (uidNow != null) {
            cache.put("a", Runs.ended("a", uidNow, now));
        }
        return Runs.run(pod);
    }

    private static HeldRun held(int from, int to, boolean ended, boolean cut) {
        byte[] text = Runs.lines(from, to).getBytes(StandardCharsets.UTF_8);
        return new HeldRun(() -> text, to - from, ended, from == 0, cut);
    }

    private static String text(SealedCapsule log) {
        StringBuilder text = new StringBuilder();
        log.chunks().forEach(chunk -> text.append(new String(chunk.lines(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static @Nullable String gap(Capsule capsule) {
        return capsule.gap() == null ? null : capsule.gap().reason();
    }

    @Test
    void readsTheLogOnce() {
        answers.put(false, Runs.lines(0, 10));

        SealedCapsule log = capture.log(ended("1"));

        assertThat(text(log)).isEqualTo(Runs.lines(0, 10));
        assertThat(log.capsule().complete()).isTrue();
        assertThat(gap(log.capsule())).isNull();
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().tailLines()).hasValue(1000);
    }

    @Test
    void saysThatThereMayHaveBeenMoreThanItAskedFor() {
        answers.put(false, Runs.lines(0, 1000));

        assertThat(capture.log(ended("1")).capsule().complete()).isFalse();
    }

    @Test
    void takesThePreviousLogWhenTheContainerWasStartedAgain() {
        answers.put(false, "%s line of the next run\n".formatted(now.plusSeconds(10)));
        answers.put(true, Runs.lines(0, 10));

        assertThat(text(capture.log(ended("1")))).isEqualTo(Runs.lines(0, 10));
        assertThat(requests).hasSize(2);
    }

    @Test
    void doesNotTakeTheLogOfAnotherPodOfThatName() {
        answers.put(false, Runs.lines(0, 10));

        SealedCapsule log = capture.log(ended("2"));

        assertThat(log.capsule().lines()).isZero();
        assertThat(gap(log.capsule())).isEqualTo("pod-deleted");
        assertThat(requests).isEmpty();
    }

    @Test
    void keepsWhatIsInMemoryOfALogThatKubernetesHasNoMore() {
        inMemory = held(0, 5, false, false);

        SealedCapsule log = capture.log(ended(null));

        assertThat(text(log)).isEqualTo(Runs.lines(0, 5));
        assertThat(log.capsule().complete()).isFalse();
        assertThat(gap(log.capsule())).isEqualTo("pod-deleted");
    }

    @Test
    void asksNobodyWhenViewersHaveReadAll() {
        inMemory = held(0, 5, true, false);

        SealedCapsule log = capture.log(ended("1"));

        assertThat(text(log)).isEqualTo(Runs.lines(0, 5));
        assertThat(log.capsule().complete()).isTrue();
        assertThat(requests).isEmpty();
    }

    @Test
    void takesFromViewersWhatItFollowedButHadToGiveUp() {
        Room small = new Room(1);
        RunLog given = RunLog.yielding(1000, small)
                .start(
                        (what, listener) -> new PodLogs.Call() {
                            @Override
                            public void consume() {}

                            @Override
                            public void cancel() {}
                        },
                        Capture.request(ended(null), false, true, 1000));
        given.chunk(Runs.text(0, 9));
        EndedRun ended = ended(null);
        followed.giveBack(ended, given);
        inMemory = held(0, 5, false, false);

        assertThat(text(capture.log(ended))).isEqualTo(Runs.lines(0, 5));
    }

    @Test
    void takesTheNewestLinesFromViewersThough() {
        inMemory = held(500, 1500, true, false);

        SealedCapsule log = capture.log(ended("1"));

        assertThat(log.capsule().lines()).isEqualTo(1000);
        assertThat(log.capsule().complete()).isFalse();
        assertThat(requests).isEmpty();
    }

    @Test
    void asksKubernetesForWhatViewersHaveOnlyInPart() {
        answers.put(false, Runs.lines(0, 10));
        for (HeldRun part : List.of(held(5, 10, true, false), held(0, 10, true, true), held(0, 9, false, false))) {
            inMemory = part;
            requests.clear();

            assertThat(text(capture.log(ended("1")))).isEqualTo(Runs.lines(0, 10));
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void doesNotTakeTheLastLinesForAllOfThemWhereTheNodeCountsPieces() {
        String line = "2026-11-21T09:00:00.000000001Z " + "x".repeat(64 * 1024) + "\n";
        answers.put(false, line.repeat(125));

        assertThat(capture.log(ended("1")).capsule().complete()).isFalse();
        answers.put(false, line.repeat(50));
        assertThat(capture.log(ended("1")).capsule().complete()).isTrue();
    }

    @Test
    void asksForThePreviousLogWhenTheCacheKnowsOfTheNextRun() {
        answers.put(true, Runs.lines(0, 10));
        EndedRun ended = ended("1");
        cache.put("a", Runs.restarted("a", "1", now));

        assertThat(text(capture.log(ended))).isEqualTo(Runs.lines(0, 10));
        assertThat(requests).hasSize(1).allMatch(PodLogs.Request::previous);
    }

    @Test
    void givesUpWhatThereIsNoRoomFor() {
        answers.put(false, Runs.lines(0, 10));
        room.take(Long.MAX_VALUE / 2);
        EndedRun ended = ended("1");

        assertThatThrownBy(() -> capture.log(ended)).isInstanceOf(Unread.class);
        assertThat(room.used()).isEqualTo(Long.MAX_VALUE / 2);
    }

    @Test
    void tellsThatTheNodeHasLetGoOfALog() {
        assertThat(gap(capture.log(ended("1")).capsule())).isEqualTo("rotated");
    }

    @Test
    void triesAgainWhenKubernetesDoesNotAnswer() {
        for (Failure failure : List.of(Failure.UNAVAILABLE, Failure.BUSY, Failure.CUT, Failure.REFUSED)) {
            answers.put(false, failure);
            EndedRun ended = ended("1");
            assertThatThrownBy(() -> capture.log(ended)).isInstanceOf(Unread.class);
        }
    }

    @Test
    void triesAgainWhenTheNodeSaysThatItCannotReadTheLog() {
        answers.put(false, "failed to open log file: too many open files");

        EndedRun ended = ended("1");
        assertThatThrownBy(() -> capture.log(ended)).isInstanceOf(Unread.class);
    }
}
