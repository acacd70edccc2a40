package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowedTest {
    private final Set<String> hidden = new HashSet<>();
    private final List<String> cancelled = new ArrayList<>();
    private final List<PodLogs.Listener> listeners = new ArrayList<>();
    private final Room room = new Room();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    private final Followed followed = new Followed(
            upstream(),
            pod -> true,
            pod -> hidden.contains(pod.name()),
            () -> 1000,
            room,
            Clock.systemUTC(),
            nanoTime::get);

    /** Answers when the test does. */
    private LogUpstream upstream() {
        return (what, listener) -> {
            listeners.add(listener);
            return new PodLogs.Call() {
                @Override
                public void consume() {}

                @Override
                public void cancel() {
                    cancelled.add(what.pod());
                }
            };
        };
    }

    private void ends(int log, int lines) {
        listeners.get(log).chunk(Runs.text(0, lines));
        listeners.get(log).ended();
    }

    /** A log breaks off after three lines and is followed again, so far as to have this many. */
    private KubePod followedAgain(int lines) {
        KubePod pod = Runs.running("a", "1");
        followed.look(pod);
        ends(0, 3);
        followed.look(pod);
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        followed.look(pod);
        listeners.get(1).chunk(Runs.text(0, lines));
        return pod;
    }

    private List<Long> linesOf(KubePod pod) {
        EndedRun run = Runs.run(Runs.ended(pod.name(), pod.uid(), Instant.now()));
        RunLog log = followed.take(run);
        return log == null ? List.of() : List.of(log.lines());
    }

    @Test
    void letsGoOfWhatPolicyHasComeToHideAndOfNothingElse() {
        followed.look(Runs.running("a", "1"));
        followed.look(Runs.running("b", "2"));

        hidden.add("a");
        followed.reconsider();

        assertThat(followed.size()).isEqualTo(1);
        assertThat(cancelled).containsExactly("a");
    }

    @Test
    void followsNothingThatPolicyHides() {
        hidden.add("a");

        followed.look(Runs.running("a", "1"));

        assertThat(followed.size()).isZero();
    }

    @Test
    void followsAgainWhatHasBrokenOffButNotWithoutEnd() {
        KubePod pod = Runs.running("a", "1");
        followed.look(pod);
        int asked = 0;
        for (int second = 0; second < 600; second++) {
            for (; asked < listeners.size(); asked++) {
                ends(asked, 0);
            }
            followed.look(pod);
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(listeners).hasSizeBetween(10, 20);
    }

    @Test
    void keepsWhatItHasUntilItHasAsMuchAgain() {
        assertThat(linesOf(followedAgain(2))).containsExactly(3L);
        assertThat(cancelled).containsExactly("a");
    }

    @Test
    void goesOnWithWhatItFollowsAgain() {
        assertThat(linesOf(followedAgain(5))).containsExactly(5L);
        assertThat(cancelled).isEmpty();
    }

    @Test
    void letsGoOfRunsThatKubernetesHasForgotten() {
        followed.look(Runs.running("a", "1"));
        followed.look(Runs.restarted("a", "1", Instant.now()));
        assertThat(followed.size()).as("the last run and this one").isEqualTo(2);

        followed.look(Runs.restarted("a", "1", Instant.now(), 5));

        assertThat(followed.size()).isEqualTo(1);
        assertThat(cancelled).hasSize(2);
    }

    @Test
    void letsGoOfEverythingAtItsEnd() {
        followed.look(Runs.running("a", "1"));
        listeners.getFirst().chunk(Runs.text(0, 5));
        followed.close();
        followed.look(Runs.running("b", "2"));

        assertThat(followed.size()).isZero();
        assertThat(cancelled).containsExactly("a");
        assertThat(room.used()).isZero();
    }
}
