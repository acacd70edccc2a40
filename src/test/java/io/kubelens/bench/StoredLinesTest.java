package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A twentieth of the recorded run in docs/performance.md, which alone says how long things take. */
class StoredLinesTest {
    @Test
    @Timeout(300)
    void packsExpiresAndIsReadMeanwhile(@TempDir Path directory) throws Exception {
        StoredLines result = StoredLines.measure(directory, 500_000);

        LoggerFactory.getLogger(StoredLinesTest.class).info("{}", result);
        assertThat(result.stored()).isLessThan(result.bytes() / 3);
        assertThat(result.file()).isLessThan(result.stored() * 5 / 4 + 80_000_000);
        assertThat(result.expired()).isEqualTo(25);
        assertThat(result.openedAlone()).isNotEmpty();
        assertThat(result.openedExpiring()).isNotEmpty();
    }
}
