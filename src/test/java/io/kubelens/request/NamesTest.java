package io.kubelens.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void takesWhatKubernetesTakes() {
        assertThat(Names.isLabel("shop")).isTrue();
        assertThat(Names.isLabel("0-a")).isTrue();
        assertThat(Names.isLabel("a".repeat(63))).isTrue();
        assertThat(Names.isSubdomain("web-0.shop")).isTrue();
        assertThat(Names.isSubdomain("a".repeat(253))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a b", "a/b", "a\n", "é", "..", "%2e"})
    void refusesEverythingElse(String name) {
        assertThat(Names.isLabel(name)).isFalse();
        assertThat(Names.isSubdomain(name)).isFalse();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Names.isLabel("a".repeat(64))).isFalse();
        assertThat(Names.isSubdomain("a".repeat(254))).isFalse();
    }

    @Test
    void takesDotsInSubdomainsOnly() {
        assertThat(Names.isLabel("a.b")).isFalse();
        assertThat(Names.isSubdomain("a..b")).isFalse();
        assertThat(Names.isSubdomain(".a")).isFalse();
        assertThat(Names.isSubdomain("a.")).isFalse();
    }
}
