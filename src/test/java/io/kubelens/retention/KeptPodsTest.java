package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.kube.GonePod;
import io.kubelens.kube.KubePod;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import io.kubelens.store.Capsule;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptPodsTest {
    private final Instant now = Runs.now();
    private static final Query UID = new Query(Map.of("uid", "1"));
    private static final Query PREVIOUS = new Query(Map.of("previous", "true"));
    private final Map<String, KubePod> cache = new HashMap<>();
    private final KeptPods pods = new KeptPods(
            (namespace, name) -> Optional.ofNullable(cache.get(name)), query -> List.of(), page -> List.of(), clock());
    private final Capsule capsule =
            Runs.capsule(Runs.run(Runs.ended("a", "1", now)), Runs.lines(0, 3)).capsule();

    private static Clock clock() {
        return Clock.systemUTC();
    }

    @Test
    void asksTheStoreOnlyForWhatIsNotThere() {
        cache.put("a", Runs.running("a", "2"));

        assertThat(pods.isGone("shop", "a", Query.NONE)).isFalse();
        assertThat(pods.isGone("shop", "a", UID)).isTrue();
        assertThat(pods.isGone("shop", "a", PREVIOUS)).isTrue();
        assertThat(pods.isGone("shop", "b", Query.NONE)).isTrue();
        assertThat(pods.isGone("shop", null, Query.NONE)).isTrue();
    }

    @Test
    void makesAPodOfWhatIsKept() {
        KubePod pod = pods.pod(List.of(capsule), "shop", "a", Query.NONE);

        assertThat(pod.name()).isEqualTo("a");
        assertThat(pod.uid()).isEqualTo("1");
        assertThat(pod.containers()).containsExactly("app");
        GonePod gone = Objects.requireNonNull(pod.gone());
        assertThat(gone.run("app", false)).isPresent();
        assertThat(gone.run("app", true)).isEmpty();
    }

    @Test
    void takesTheLastRunForThePreviousOneWhenItIsAllThereIs() {
        GonePod gone = Objects.requireNonNull(
                pods.pod(List.of(capsule), "shop", "a", PREVIOUS).gone());

        assertThat(gone.run("app", true)).isPresent();
        assertThat(gone.run("app", false)).isEmpty();
    }

    @Test
    void goesBackToThePodThatIsThereWhenNothingIsKept() {
        KubePod there = Runs.running("a", "2");
        cache.put("a", there);

        assertThat(pods.pod(List.of(), "shop", "a", PREVIOUS)).isEqualTo(there);
        assertThatThrownBy(() -> pods.pod(List.of(), "shop", "a", UID)).isInstanceOf(Gone.class);
    }

    @Test
    void refusesWhatIsNoUid() {
        Query query = new Query(Map.of("uid", "a/b"));

        assertThatThrownBy(() -> pods.isGone("shop", "a", query)).isInstanceOf(BadRequest.class);
    }

    @Test
    void listsWhatIsKept() {
        assertThat(pods.render(List.of(capsule))).singleElement().satisfies(run -> {
            assertThat(run.podName()).isEqualTo("a");
            assertThat(run.lines()).isEqualTo(3);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.expiresAt()).isEqualTo(now.plusSeconds(3600).toString());
        });
    }
}
