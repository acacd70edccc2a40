package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A twentieth of what {@link Edits} does when it is recorded. */
final class EditsTest {
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void failsNoRequestAndBreaksNoStream() throws Exception {
        Edits result = Edits.measure(5, 200, Duration.ZERO, seed);

        assertThat(result.failed()).as(result.toString()).isZero();
        assertThat(result.broken()).as(result.toString()).isEmpty();
        assertThat(result.wrong()).as(result.toString()).isEmpty();
    }
}
