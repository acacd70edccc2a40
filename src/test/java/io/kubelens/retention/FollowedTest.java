package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FollowedTest {
    private final Set<String> hidden = new HashSet<>();
    private final List<String> cancelled = new ArrayList<>();
    private final Room room = new Room();
    private final Followed followed = new Followed(
            upstream(), pod -> true, pod -> hidden.contains(pod.name()), () -> 1000, room, Clock.systemUTC());

    /** Never answers. */
    private LogUpstream upstream() {
        return (what, listener) -> new PodLogs.Call() {
            @Override
            public void consume() {}

            @Override
            public void cancel() {
                cancelled.add(what.pod());
            }
        };
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
}
