package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @Test
    void agreesWithInstantBothWays() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(-9_000_000_000L, 9_000_000_000L);
            Instant instant = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000));
            long time = Timestamps.parse(instant.toString());

            assertThat(time).isEqualTo(instant.getEpochSecond() * Timestamps.SECOND + instant.getNano());
            assertThat(Timestamps.parse(Timestamps.text(time))).isEqualTo(time);
            assertThat(Instant.parse(Timestamps.text(time))).isEqualTo(instant);
        }
    }

    @Test
    void trimsTrailingZerosOfTheFraction() {
        assertThat(Timestamps.text(Timestamps.parse("2026-01-02T03:04:05.120000000Z")))
                .isEqualTo("2026-01-02T03:04:05.12Z");
        assertThat(Timestamps.text(Timestamps.parse("2026-01-02T03:04:05.000000000Z")))
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void parsesTheSameInTheSecondThatWasWrittenLast() {
        String[] texts = {
            "2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05.x", "2026-01-02T03:04:06Z"
        };
        for (String text : texts) {
            Timestamps.text(0);
            long before = Timestamps.parse(text);
            Timestamps.text(Timestamps.parse("2026-01-02T03:04:05Z"));

            assertThat(Timestamps.parse(text)).isEqualTo(before);
        }
    }

    @Test
    void understandsOffsets() {
        assertThat(Timestamps.parse("2026-01-02T03:04:05.5+02:30"))
                .isEqualTo(Timestamps.parse("2026-01-02T00:34:05.5Z"));
        assertThat(Timestamps.parse("2026-01-02T03:04:05-01:00")).isEqualTo(Timestamps.parse("2026-01-02T04:04:05Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-02",
                "2026-01-02T03:04:05",
                "2026-13-02T03:04:05Z",
                "2026-02-29T03:04:05Z",
                "2026-01-02T24:04:05Z",
                "2026-01-02T03:04:05.Z",
                "2026-01-02T03:04:05.1234567890Z",
                "2026-01-02T03:04:05Zx",
                "2026-01-02T03:04:05+25:00",
                "0001-01-02T03:04:05Z",
                "2026-01-02 03:04:05Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.NONE);
    }
}
