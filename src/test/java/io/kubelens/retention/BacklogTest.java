package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.store.SealedCapsule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long LATER = Duration.ofMinutes(2).toNanos();

    private final Instant now = Runs.now();

    private static Pending[] runs(int count, boolean old) {
        return Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> Runs.run(Runs.ended((old ? "old" : "new") + i, (old ? "o" : "n") + i, Runs.now())))
                .map(ended -> new Pending(ended, old, 0))
                .toArray(Pending[]::new);
    }

    private static List<EndedRun> ended(Pending... runs) {
        return Arrays.stream(runs).map(run -> run.ended).toList();
    }

    private static Backlog backlog(Room room, Pending... runs) {
        Backlog backlog = new Backlog(room);
        Arrays.stream(runs).forEach(backlog::add);
        return backlog;
    }

    private SealedCapsule log(String uid) {
        return Runs.capsule(Runs.run(Runs.ended(uid, uid, now)), Runs.lines(0, 100));
    }

    @Test
    void hasAFewUnderWay() {
        Backlog backlog = backlog(new Room(), runs(20, false));

        assertThat(backlog.due(0)).hasSize(12);
        assertThat(backlog.due(0)).isEmpty();
    }

    @Test
    void triesOneAtATimeWhileTheStoreFailsAndStillReadsWhatIsNew() {
        Pending[] old = runs(20, true);
        Backlog backlog = backlog(new Room(), old);
        backlog.due(0);
        backlog.fail(old[0], 0);
        for (int i = 1; i < 12; i++) {
            backlog.fail(old[i], 0);
        }
        Pending[] fresh = runs(5, false);
        Arrays.stream(fresh).forEach(backlog::add);

        assertThat(backlog.due(LATER)).hasSize(6).containsAll(ended(fresh));
        assertThat(backlog.due(LATER)).isEmpty();
    }

    @Test
    void keepsWhatHasBeenReadFromTheStoreWhileAnotherTriesIt() {
        Pending[] runs = runs(4, false);
        Backlog backlog = backlog(new Room(), runs);
        backlog.due(0);
        assertThat(backlog.store(runs[0], log("n0"), 0)).isTrue();
        assertThat(backlog.store(runs[1], log("n1"), 0)).isTrue();
        backlog.fail(runs[0], 0);

        assertThat(backlog.store(runs[2], log("n2"), 0)).isFalse();
        backlog.fail(runs[1], 0);
        backlog.fail(runs[2], 0);
        assertThat(backlog.store(runs[3], log("n3"), 0)).isTrue();
    }

    @Test
    void sendsAllAgainOnceTheStoreAnswers() {
        Pending[] old = runs(3, true);
        Backlog backlog = backlog(new Room(), old);
        backlog.due(0);
        Arrays.stream(old).forEach(run -> backlog.fail(run, 0));
        assertThat(backlog.due(LATER)).hasSize(1);

        backlog.stored(1);

        assertThat(backlog.due(1)).hasSize(2);
    }

    @Test
    void letsGoOfTheOldestThatCanBeReadAgain() {
        Pending[] runs = runs(3, false);
        long one = log("n0").capsule().stored();
        Room room = new Room(3 * one);
        Backlog backlog = backlog(room, runs);
        backlog.lose("n0");
        for (Pending run : runs) {
            backlog.store(run, log("x"), 0);
            backlog.fail(run, 0);
        }

        backlog.store(runs[2], log("x"), 0);

        assertThat(runs).extracting(Pending::isSealed).containsExactly(true, false, true);
        assertThat(backlog.held()).isEqualTo(2 * one).isEqualTo(room.used());
    }

    @Test
    void keepsWhatCannotBeReadAgainAsLongAsItFits() {
        Pending[] runs = runs(3, false);
        long one = log("n0").capsule().stored();
        Backlog backlog = backlog(new Room(2 * one), runs);
        for (Pending run : runs) {
            backlog.lose(run.ended.pod().uid());
            backlog.store(run, log("x"), 0);
            backlog.fail(run, 0);
        }

        assertThat(runs).extracting(Pending::isSealed).containsExactly(false, true, true);
    }

    @Test
    void givesUpTheOldestForOneTooMany() {
        Backlog backlog = new Backlog(new Room());
        Pending[] runs = runs(Backlog.MOST + 1, false);
        for (int i = 0; i < Backlog.MOST; i++) {
            assertThat(backlog.add(runs[i])).isNull();
        }

        assertThat(backlog.add(runs[Backlog.MOST])).isEqualTo(runs[0].ended);
        assertThat(backlog.size()).isEqualTo(Backlog.MOST);
    }
}
