package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private final UsageHistory history = new UsageHistory();

    @Test
    void keepsSamplesInOrder() {
        fill(10);

        assertThat(history.since(BEGIN)).hasSize(10);
        assertThat(history.since(BEGIN.plusSeconds(8)))
                .containsExactly(
                        new UsageHistory.Sample(BEGIN.plusSeconds(8), new Usage(8, 80)),
                        new UsageHistory.Sample(BEGIN.plusSeconds(9), new Usage(9, 90)));
    }

    @Test
    void takesTheSameMeasurementOnce() {
        history.add(BEGIN, new Usage(1, 1));
        history.add(BEGIN, new Usage(2, 2));
        history.add(BEGIN.minusSeconds(1), new Usage(3, 3));

        assertThat(history.since(Instant.EPOCH)).containsExactly(new UsageHistory.Sample(BEGIN, new Usage(1, 1)));
    }

    @Test
    void pushesOutTheOldestWhenFull() {
        fill(UsageHistory.CAPACITY + 10);

        assertThat(history.since(BEGIN))
                .hasSize(UsageHistory.CAPACITY)
                .first()
                .isEqualTo(new UsageHistory.Sample(BEGIN.plusSeconds(10), new Usage(10, 100)));
    }

    @Test
    void forgetsWhatIsOld() {
        fill(10);

        history.forgetBefore(BEGIN.plusSeconds(7));
        assertThat(history.since(BEGIN)).hasSize(3);
        assertThat(history.isEmpty()).isFalse();

        history.forgetBefore(BEGIN.plusSeconds(10));
        assertThat(history.isEmpty()).isTrue();
    }

    private void fill(int samples) {
        for (int i = 0; i < samples; i++) {
            history.add(BEGIN.plusSeconds(i), new Usage(i, 10L * i));
        }
    }
}
