package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A twentieth of the recorded run in docs/performance.md. */
class StoredLinesTest {
    @Test
    @Timeout(300)
    void opensAndExpiresWithoutWaiting(@TempDir Path directory) throws Exception {
        StoredLines result = StoredLines.measure(directory, 500_000);

        LoggerFactory.getLogger(StoredLinesTest.class).info("{}", result);
        assertThat(result.stored()).isLessThan(result.bytes() / 3);
        assertThat(result.file()).isLessThan(result.stored() * 5 / 4 + 80_000_000);
        assertThat(result.expired()).isEqualTo(25);
        // The longest also holds what else this machine does; the recorded run shows it.
        assertThat(StoredLines.ms(result.openedAlone(), 0.99)).isLessThan(100);
        assertThat(StoredLines.ms(result.openedExpiring(), 0.99)).isLessThan(50);
    }
}
