package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    @ParameterizedTest
    @CsvSource({"0, 300000", "1, 500", "2, 1000", "5, 8000", "6, 15000", "1000000, 15000"})
    void pausesLongerWithEachFailureUpToABound(int failures, long millis) {
        Duration pause = Pace.NORMAL.pause(failures);

        assertThat(pause).isBetween(Duration.ofMillis(millis * 3 / 4), Duration.ofMillis(millis));
    }
}
