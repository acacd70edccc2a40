package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

    @ParameterizedTest
    @CsvSource({
        "all good, INFO",
        "An ERROR, ERROR",
        "it FaiLed, ERROR",
        "java.lang.IllegalStateException: x, ERROR",
        "warning: debug, WARNING",
        "debug then warn, WARNING",
        "debug then warn then error, ERROR",
        "level=DEBUG, DEBUG",
        "erro, INFO",
        "war, INFO"
    })
    void isTakenFromWords(String line, Level level) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(Level.of(bytes, 0, bytes.length)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"eRRor, ERROR", "failED, ERROR", "Exception, ERROR", "Warn, WARNING", "dEbug, DEBUG"})
    void isTakenFromAWordAnywhere(String word, Level level) {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 10; after++) {
                byte[] bytes = ("\u00e4".repeat(before) + word + "e".repeat(after)).getBytes(UTF_8);
                int end = bytes.length - after;
                assertThat(Level.of(bytes, 0, bytes.length)).isEqualTo(level);
                assertThat(Level.of(bytes, 0, end)).isEqualTo(level);
                assertThat(Level.of(bytes, 0, end - 1)).isEqualTo(Level.INFO);
                assertThat(Level.of(bytes, 2 * before + 1, bytes.length)).isEqualTo(Level.INFO);
            }
        }
    }

    @Test
    void isThatOfTheWorstWordInAnyText() {
        String[] pieces = {
            "error", "ERRO", "r", "e", "Exception", "excep", "failed", "fail", "w", "a", "warn", "debug", "d", " "
        };
        RandomCases.check(20_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(12); left > 0; left--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            assertThat(Level.of(bytes, 0, bytes.length)).as(text.toString()).isEqualTo(worst(text.toString()));
        });
    }

    private static Level worst(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (Stream.of("error", "failed", "exception").anyMatch(lower::contains)) {
            return Level.ERROR;
        }
        return lower.contains("warn") ? Level.WARNING : lower.contains("debug") ? Level.DEBUG : Level.INFO;
    }
}
