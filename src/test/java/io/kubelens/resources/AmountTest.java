package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
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
        "1.5Gi, 1536Mi",
        "500M, 500M",
        "536870912, 536870912",
        "128000000, 128M",
        "1000, 1k",
        "100, 100",
        "2500, 2500",
        "0, 0",
        "0Mi, 0",
        "1023, 1023",
        "512Ki, 512Ki",
        "1024Ki, 1Mi",
        "1024Gi, 1Ti",
        "0.5Ki, 512",
        "0.5Mi, 512Ki",
        "1.1Ki, 1126400m",
        "100u, 100u",
        "1n, 1n",
        "0.1n, 1n",
        "0.0001, 100u",
        "1e3, 1e3",
        "1E3, 1e3",
        "12e2, 1200",
        "1e-1, 100e-3",
        "5E, 5E",
        "8Ei, 8Ei",
        "1M, 1M",
        "1.25, 1250m",
        "-500m, -500m",
        "+2, 2",
        ".5, 500m",
        "3., 3"
    })
    void isWrittenAsKubernetesWritesIt(String given, String canonical) {
        assertThat(sum(given)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "512Mi, 512Mi, 1Gi",
        "500m, 500m, 1",
        "250m, 1, 1250m",
        "0, 1Gi, 1Gi",
        "1Gi, 500M, 1573741824",
        "500M, 1Gi, 1573741824",
        "1Gi, 24Ki, 1048600Ki",
        "128Mi, 128974848, 251Mi",
        "1M, 1M, 2M"
    })
    void addsUpInTheNotationOfTheFirst(String first, String second, String canonical) {
        assertThat(sum(first, second)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1Kb", "Gi", "1.2.3", "0x10", "1 Gi"})
    void refusesWhatIsNoQuantity(String text) {
        assertThatThrownBy(() -> Amount.of(new Quantity(text, ""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheClientsOwnSplitIntoAmountAndFormat() {
        assertThat(Amount.of(new Quantity("1.5", "Gi"))).hasToString("1536Mi");
        assertThat(Amount.of(new Quantity("1.5Gi"))).hasToString("1536Mi");
        assertThat(Amount.of(new Quantity("2e3"))).hasToString("2e3");
    }

    private static String sum(String... texts) {
        return Stream.of(texts)
                .map(text -> Amount.of(new Quantity(text)))
                .reduce(Amount.ZERO, Amount::plus)
                .toString();
    }
}
