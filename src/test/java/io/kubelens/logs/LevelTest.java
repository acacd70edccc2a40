package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
    void isTakenFromTheWords(String line, Level level) {
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(Level.of(bytes, 0, bytes.length)).isEqualTo(level);
    }
}
