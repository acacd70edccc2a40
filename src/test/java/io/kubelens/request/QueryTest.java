package io.kubelens.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "yes", "TRUE", " Yes "})
    void readsAFlagThatIsSet(String value) {
        assertThat(query(value).flag("it")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "no", "", " "})
    void readsAFlagThatIsNotSet(String value) {
        assertThat(query(value).flag("it", true)).isFalse();
    }

    @Test
    void givesTheDefaultOfAFlagThatIsAbsent() {
        assertThat(Query.NONE.flag("it")).isFalse();
        assertThat(Query.NONE.flag("it", true)).isTrue();
    }

    @Test
    void refusesAFlagThatIsNeither() {
        assertThatThrownBy(() -> query("maybe").flag("it"))
                .isInstanceOf(BadRequest.class)
                .hasMessage("parameter 'it' must be true or false");
    }

    @Test
    void readsANumber() {
        assertThat(query(" 5 ").number("it", 5)).hasValue(5);
        assertThat(query("").number("it", 5)).isEmpty();
        assertThat(Query.NONE.number("it", 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "-5", "5.0", "0x10", "five", "99999999999999999999"})
    void refusesANumberThatIsTooSmallOrNone(String value) {
        assertThatThrownBy(() -> query(value).number("it", 5))
                .isInstanceOf(BadRequest.class)
                .hasMessage("parameter 'it' must be a whole number of at least 5");
    }

    private static Query query(String value) {
        return new Query(Map.of("it", value));
    }
}
