package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    @ParameterizedTest
    @CsvSource({"1s, 1", "90s, 90", "1m30s, 90", "5m, 300", "15m, 900", "900s, 900", "' 5m ', 300"})
    void isADuration(String text, long seconds) {
        assertThat(of(text)).isEqualTo(new Window(text.strip(), Duration.ofSeconds(seconds)));
    }

    @Test
    void isAQuarterOfAnHourWhenNothingIsSaid() {
        assertThat(Window.of(Query.NONE)).isEqualTo(new Window("15m", Duration.ofMinutes(15)));
        assertThat(of("")).isEqualTo(Window.of(Query.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0m0s", "16m", "15m1s", "901s", "5", "-5m", "1h", "5m5", "s", "5 m", "9999s", "½m"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOf(BadRequest.class)
                .hasMessage("parameter 'window' must be a duration from 1s to 15m, for example 90s or 5m");
    }

    private static Window of(String text) {
        return Window.of(new Query(Map.of("window", text)));
    }
}
