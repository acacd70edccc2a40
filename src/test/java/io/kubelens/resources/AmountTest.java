package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 500m",
        "1000m, 1",
        "1500m, 1500m",
        "2, 2",
        "+2, 2",
        ".5, 500m",
        "3., 3",
        "1.25, 1250m",
        "1k, 1000",
        "1e3, 1000",
        "12E2, 1200",
        "1e-1, 100m",
        "100u, 100000n",
        "0.0001, 100000n",
        "1n, 1n",
        "0.1n, 1n",
        "1.5u, 1500n"
    })
    void writesCoresAsTheFrontendReadsThem(String given, String shown) {
        assertThat(sum(given).cores()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "512Ki, 512Ki",
        "1024Ki, 1Mi",
        "1.5Gi, 1536Mi",
        "0.5Mi, 512Ki",
        "1024Gi, 1Ti",
        "1Pi, 1024Ti",
        "1Ei, 1048576Ti",
        "536870912, 512Mi",
        "500M, 476.84Mi",
        "1G, 953.67Mi",
        "128000000, 125000Ki",
        "1e9, 953.67Mi",
        "5E, 4882812500000000Ki",
        "512, 0.50Ki",
        "1, 0.01Ki",
        "1.1Ki, 1.10Ki"
    })
    void writesBytesAsTheFrontendReadsThem(String given, String shown) {
        assertThat(sum(given).bytes()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "512Mi, 512Mi, 1Gi",
        "0, 1Gi, 1Gi",
        "1Gi, 24Ki, 1048600Ki",
        "128Mi, 128974848, 251Mi",
        "1Gi, 500M, 1.47Gi"
    })
    void addsUpBytes(String first, String second, String sum) {
        assertThat(sum(first, second).bytes()).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({"500m, 500m, 1", "250m, 1, 1250m", "1n, 1, 1000000001n"})
    void addsUpCores(String first, String second, String sum) {
        assertThat(sum(first, second).cores()).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0Mi", "0.0", "0e3", "0n"})
    void knowsNothing(String zero) {
        assertThat(sum(zero).isZero()).isTrue();
        assertThat(sum(zero, "1").isZero()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1Kb", "Gi", "1.2.3", "0x10", "1 Gi"})
    void refusesWhatIsNoQuantity(String text) {
        assertThatThrownBy(() -> Amount.of(new Quantity(text, ""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheClientsOwnSplitIntoAmountAndFormat() {
        assertThat(Amount.of(new Quantity("1.5", "Gi")).bytes()).isEqualTo("1536Mi");
        assertThat(Amount.of(new Quantity("1.5Gi")).bytes()).isEqualTo("1536Mi");
        assertThat(Amount.of(new Quantity("2e3")).value()).isEqualByComparingTo(new BigDecimal("2000"));
    }

    private static Amount sum(String... texts) {
        return Stream.of(texts).map(text -> Amount.of(new Quantity(text))).reduce(Amount.ZERO, Amount::plus);
    }
}
