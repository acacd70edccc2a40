package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogRingTest {
    private final LogRing ring = new LogRing(Position.BEGINNING);

    @Test
    void letsBlankLinesGo() {
        LogLine line = new LogLine();
        line.count = 1;
        for (int i = 0; i < 10_000; i++) {
            line.time = line.printed = i;
            ring.add(line, 0);
        }
        long memory = ring.memory();
        while (ring.dropOldest() > 0) {}

        assertThat(ring.start()).isGreaterThan(9_000);
        assertThat(ring.memory()).isLessThan(memory / 20);
    }
}
