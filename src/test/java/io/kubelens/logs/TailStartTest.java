package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked before a long tail, and in which order. */
class TailStartTest {
    private static final PodLogs.Request TAIL =
            new PodLogs.Request("shop", "web", "main", false, OptionalInt.of(2000), OptionalLong.empty(), false);

    private final List<PodLogs.Request> requests = new ArrayList<>();
    private final List<PodLogs.Listener> listeners = new ArrayList<>();
    private final Turn turn = new Turn();
    private final Surroundings surroundings = surroundings();
    private final TailStart start = new TailStart(TAIL, surroundings, turn);
    private final Connection answer = new Connection(turn, surroundings);

    /** Whose API server says what the test says. */
    private Surroundings surroundings() {
        Surroundings still = StillWorld.of(new SplittableRandom(1)).surroundings;
        return new Surroundings(
                (what, listener) -> {
                    requests.add(what);
                    listeners.add(listener);
                    return new PodLogs.Call() {
                        @Override
                        public void consume() {}

                        @Override
                        public void cancel() {}
                    };
                },
                still.states(),
                still.membership(),
                still.opener(),
                still.alarms(),
                still.clock(),
                still.chance(),
                still.counts(),
                still.slots());
    }

    /** The request that was sent last is answered. */
    private void says(String text) {
        PodLogs.Listener last = listeners.getLast();
        last.opened();
        last.chunk(ByteBuffer.wrap(text.getBytes(UTF_8)));
        last.ended();
    }

    private static String lines(int second, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("2026-01-01T00:00:%02d.000000001Z line %%d\n".formatted(second)::formatted)
                .collect(Collectors.joining());
    }

    private int firstCount() {
        LineReader reader = new LineReader(Position.BEGINNING, 100);
        reader.restart();
        start.begin(reader);
        assertThat(reader.next(answer.chunks().getFirst().bytes())).isTrue();
        return Math.toIntExact(reader.line().count);
    }

    @Test
    void asksForTheTailLast() {
        assertThat(start.look(answer)).isFalse();
        says("2026-01-01T00:00:07.000000001Z lin");
        assertThat(start.look(answer)).isFalse();
        says(lines(7, 0, 5) + lines(8, 0, 1));
        assertThat(start.look(answer)).isFalse();
        says(lines(7, 3, 5) + lines(8, 0, 1));

        assertThat(start.look(answer)).isTrue();
        assertThat(start.isImpossible()).isFalse();
        assertThat(firstCount()).isEqualTo(4);
        assertThat(requests.get(0)).isEqualTo(TAIL.within(36));
        assertThat(requests.get(1)).isEqualTo(TAIL.since(1767225607).within(256 * 1024));
        assertThat(requests.subList(2, requests.size())).containsExactly(TAIL);
    }

    @Test
    void asksAgainWhenTheLogHasGrownBeyondWhatWasReadAhead() {
        start.look(answer);
        says("2026-01-01T00:00:07.000000001Z lin");
        start.look(answer);
        says(lines(7, 0, 5) + lines(9, 0, 1));
        start.look(answer);
        says(lines(9, 1, 3) + lines(10, 0, 1));
        assertThat(start.look(answer)).as("of second 9 only one line was there").isFalse();
        says(lines(9, 0, 3) + lines(10, 0, 1));

        assertThat(start.look(answer)).isTrue();
        assertThat(firstCount()).isEqualTo(2);
        assertThat(requests.getLast().sinceSeconds()).hasValue(1767225609);
    }

    @Test
    void doesNotWaitForMoreThanAnAnswerThatIsHeldBackCanBring() {
        start.look(answer);
        says("2026-01-01T00:00:07.000000001Z lin");
        start.look(answer);
        listeners.getLast().opened();
        listeners.getLast().chunk(ByteBuffer.allocate(Connection.LITTLE));

        start.look(answer);

        assertThat(requests.getLast()).isEqualTo(TAIL);
    }

    @Test
    void failsAsTheGlanceDoes() {
        start.look(answer);
        listeners.getLast().failed(Failure.BUSY);

        assertThat(start.look(answer)).isTrue();
        assertThat(answer.isExhausted()).isTrue();
        assertThat(answer.failure()).isEqualTo(Failure.BUSY);
        assertThat(requests).hasSize(1);
    }

    @Test
    void readsWhatHasNoTimeAsItComes() {
        start.look(answer);
        says("failed to try resolving symlinks in");
        start.look(answer);

        assertThat(requests).hasSize(2).last().isEqualTo(TAIL);
    }

    @Test
    void isReplacedWhenWhatIsAskedForAheadSaysNothing() {
        ContainerLog log = ContainerLog.current(new PodLog(Pods.running("web"), List.of("main")))
                .getFirst();
        Upstream upstream = new Upstream(log, surroundings, turn, () -> {});
        upstream.open(TAIL, true);
        assertThat(upstream.silentAt()).as("not answered yet").isEqualTo(Reopening.NEVER);

        listeners.getLast().opened();

        assertThat(upstream.silentAt()).isLessThan(Reopening.NEVER);
        upstream.close();
        assertThat(upstream.silentAt()).isEqualTo(Reopening.NEVER);
    }
}
