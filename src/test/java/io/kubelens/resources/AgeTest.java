package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, <1m",
        "2026-01-31T11:59:01Z, <1m",
        "2026-01-31T11:59:00Z, 1m",
        "2026-01-31T11:00:01Z, 59m",
        "2026-01-31T11:00:00Z, 1h",
        "2026-01-30T12:00:01Z, 23h",
        "2026-01-30T12:00:00Z, 1d",
        "2026-01-01T00:00:00Z, 30d",
        "2026-01-31T12:00:05Z, <1m"
    })
    void isRoundedDown(String created, String age) {
        assertThat(Age.of(created, NOW)).isEqualTo(age);
    }

    @Test
    void isEmptyWhenUnknown() {
        assertThat(Age.of(null, NOW)).isEmpty();
    }
}
