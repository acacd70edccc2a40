package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodEvent;
import io.kubelens.store.CapsuleKey;
import io.kubelens.store.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapturesTest {
    private final Instant now = Runs.now();
    private final List<CapsuleKey> done = new CopyOnWriteArrayList<>();
    private final Captures captures = new Captures(Duration.ofSeconds(60), Clock.systemUTC(), new Room(), done::add);
    private final List<EndedRun> sent = new CopyOnWriteArrayList<>();
    private final Consumer<EndedRun> sink = sent::add;

    @BeforeEach
    void start() {
        captures.start();
    }

    @AfterEach
    void stop() {
        captures.close();
    }

    private void hear(PodEvent.Kind kind, KubePod pod) {
        captures.hear(new PodEvent(kind, pod));
    }

    @Test
    void keepsRunsUntilThereAreRoutes() {
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));
        assertThat(captures.pending()).isEqualTo(1);

        captures.attach(sink);

        await().until(() -> sent.size() == 1);
        captures.stored(new Receipt(sent.getFirst().key(), true));
        assertThat(captures.pending()).isZero();
        assertThat(captures.counts().captured().sum()).isEqualTo(1);
        assertThat(done).containsExactly(sent.getFirst().key());
    }

    @Test
    void takesARunOnceHoweverOftenItIsSeen() {
        captures.attach(sink);
        KubePod pod = Runs.ended("a", "1", now);
        hear(PodEvent.Kind.ADDED, pod);
        await().until(() -> sent.size() == 1);
        captures.stored(new Receipt(sent.getFirst().key(), true));
        hear(PodEvent.Kind.MODIFIED, pod);
        hear(PodEvent.Kind.DELETED, pod);

        assertThat(captures.pending()).isZero();
    }

    @Test
    void sendsAgainWhatWasNotStored() {
        captures.attach(ended -> {
            sent.add(ended);
            captures.failed(ended);
        });
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));

        await().atMost(Duration.ofSeconds(10)).until(() -> sent.size() == 2);
        assertThat(captures.counts().failures().sum()).isGreaterThanOrEqualTo(1);
        assertThat(captures.pending()).isEqualTo(1);
    }

    @Test
    void sendsThroughTheNewestRoutes() {
        List<EndedRun> newer = new CopyOnWriteArrayList<>();
        captures.attach(sink);
        captures.attach(newer::add);
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));
        await().until(() -> newer.size() == 1);

        captures.detach(sink);
        assertThat(sent).isEmpty();
    }

    @Test
    void doesNotWaitForWhatHadFailedOnceTheStoreIsBack() {
        captures.attach(ended -> {
            sent.add(ended);
            if (sent.size() <= 8) {
                captures.failed(ended);
            }
        });
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));
        hear(PodEvent.Kind.ADDED, Runs.ended("b", "2", now));
        await().atMost(Duration.ofSeconds(20)).until(() -> sent.size() >= 8);
        int before = sent.size();

        captures.stored(new Receipt(new CapsuleKey("1", "app", 0), true));

        await().atMost(Duration.ofSeconds(2)).until(() -> sent.size() > before);
        assertThat(sent.getLast().key().podUid()).isEqualTo("2");
    }

    @Test
    void forgetsWhatRoutesDoNotKeep() {
        captures.attach(ended -> {
            sent.add(ended);
            throw new NotKept("hidden");
        });
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));

        await().until(() -> sent.size() == 1 && captures.pending() == 0);
        assertThat(captures.counts().lost().sum()).isZero();
        assertThat(done).hasSize(1);
    }

    @Test
    void ignoresRunsWhoseTimeIsOver() {
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now.minusSeconds(61)));

        assertThat(captures.pending()).isZero();
    }

    @Test
    void countsWhatIsNotStoredInTimeAsLost() {
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now.minusSeconds(57)));
        captures.attach(captures::failed);

        await().atMost(Duration.ofSeconds(10)).until(() -> captures.pending() == 0);
        assertThat(captures.counts().lost().sum()).isEqualTo(1);
    }

    @Test
    void takesWhatRanWhenItsPodWentAway() {
        captures.attach(sink);
        hear(PodEvent.Kind.ADDED, Runs.running("a", "1"));
        assertThat(captures.pending()).isZero();

        hear(PodEvent.Kind.DELETED, Runs.running("a", "1"));

        await().until(() -> sent.size() == 1);
        assertThat(sent.getFirst().run().exitCode()).isEqualTo(-1);
    }

    @Test
    void holdsALogUntilItIsStored() {
        captures.attach(sink);
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));
        await().until(() -> sent.size() == 1);
        EndedRun run = sent.getFirst();
        assertThat(captures.reading(run)).isNull();

        captures.sealed(run, Runs.capsule(run, Runs.lines(0, 100)));

        assertThat(captures.held()).isPositive();
        assertThat(captures.reading(run)).isNotNull();
        captures.stored(new Receipt(run.key(), true));
        assertThat(captures.held()).isZero();
    }

    @Test
    void doesNotReadWhatTheStoreHas() {
        captures.attach(sink);
        hear(PodEvent.Kind.ADDED, Runs.ended("a", "1", now));
        await().until(() -> sent.size() == 1);
        EndedRun run = sent.getFirst();

        captures.compare(run, List.of());
        assertThat(captures.isPending(run)).isTrue();
        captures.compare(run, List.of(Runs.capsule(run, "").capsule()));
        assertThat(captures.isPending(run)).isFalse();
        assertThat(captures.isOld(run)).isFalse();
    }

    @Test
    void takesAgainWhatRoutesDidNotKeepBefore() {
        KubePod pod = Runs.ended("a", "1", now);
        captures.attach(ended -> {
            sent.add(ended);
            throw new NotKept("hidden");
        });
        hear(PodEvent.Kind.ADDED, pod);
        await().until(() -> captures.pending() == 0);

        hear(PodEvent.Kind.MODIFIED, pod);

        await().until(() -> sent.size() == 2);
    }

    @Test
    void countsAsLostWhatIsNotStoredInTimeAlsoWithoutRoutes() {
        try (Captures brief = new Captures(Duration.ofMillis(1500), Clock.systemUTC(), new Room(), done::add)) {
            brief.start();
            brief.hear(new PodEvent(PodEvent.Kind.ADDED, Runs.ended("a", "1", Instant.now())));
            assertThat(brief.pending()).isEqualTo(1);

            await().until(() -> brief.pending() == 0);
            assertThat(brief.counts().lost().sum()).isEqualTo(1);
        }
    }
}
