package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "Bearer", "Bearer  ", "Basic dXNlcjpwYXNz", "Bearerx", "Bearer\tx", "Token x", "x.y.z"})
    void missesATokenWhereThereIsNone(String header) {
        assertThatThrownBy(() -> Bearer.token(header))
                .isInstanceOf(MissingToken.class)
                .hasMessage("missing token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x y", "x, Bearer y", "x\ty", "x=", "\u00e9", "x\u0000"})
    void refusesWhatIsNotExactlyOneToken(String text) {
        assertThatThrownBy(() -> Bearer.token("Bearer " + text)).isInstanceOf(InvalidToken.class);
    }

    @Test
    void refusesATokenThatIsTooLong() {
        assertThatThrownBy(() -> Bearer.token("Bearer " + "a".repeat(16 * 1024)))
                .isInstanceOf(InvalidToken.class);
        assertThat(Bearer.token("Bearer " + "a".repeat(16 * 1024 - 1))).hasSize(16 * 1024 - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b-c._d", "bearer a.b-c._d", "  BEARER    a.b-c._d  "})
    void readsTheSchemeInAnyCase(String header) {
        assertThat(Bearer.token(header)).isEqualTo("a.b-c._d");
    }
}
