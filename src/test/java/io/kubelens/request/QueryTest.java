package io.kubelens.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final Parameter.Flag FLAG = new Parameter.Flag("it", false, "");
    private static final Parameter.Flag ELSE_TRUE = new Parameter.Flag("it", true, "");
    private static final Parameter.Count FROM_FIVE = new Parameter.Count("it", 5, "");

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "yes", "TRUE", " Yes "})
    void readsAFlagThatIsSet(String value) {
        assertThat(query(value).flag(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "no", "", " "})
    void readsAFlagThatIsNotSet(String value) {
        assertThat(query(value).flag(ELSE_TRUE)).isFalse();
    }

    @Test
    void givesTheDefaultOfAFlagThatIsAbsent() {
        assertThat(Query.NONE.flag(FLAG)).isFalse();
        assertThat(Query.NONE.flag(ELSE_TRUE)).isTrue();
    }

    @Test
    void refusesAFlagThatIsNeither() {
        assertThatThrownBy(() -> query("maybe").flag(FLAG))
                .isInstanceOf(BadRequest.class)
                .hasMessage("parameter 'it' must be true or false");
    }

    @Test
    void readsANumber() {
        assertThat(query(" 5 ").number(FROM_FIVE)).hasValue(5);
        assertThat(query("").number(FROM_FIVE)).isEmpty();
        assertThat(Query.NONE.number(FROM_FIVE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "-5", "5.0", "0x10", "five", "99999999999999999999"})
    void refusesANumberThatIsTooSmallOrNone(String value) {
        assertThatThrownBy(() -> query(value).number(FROM_FIVE))
                .isInstanceOf(BadRequest.class)
                .hasMessage("parameter 'it' must be a whole number of at least 5");
    }

    private static Query query(String value) {
        return new Query(Map.of("it", value));
    }
}
