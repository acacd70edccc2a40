package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.access.NamespacePolicy.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacePolicyTest {
    private final NamespacePolicy policy = new NamespacePolicy(List.of("shop", "payments"));

    @Test
    void letsTheAllowedNamespacesPass() {
        assertThat(policy.denies("shop")).isFalse();
        assertThat(policy.denies("payments")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault", "Shop", "shop ", "sho", "shops", "shop,payments", "*", "shop/../vault"})
    void deniesEverythingElse(String namespace) {
        assertThat(policy.denies(namespace)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void throwsWhenThereIsNothingToJudge(String namespace) {
        assertThatThrownBy(() -> policy.denies(namespace))
                .isInstanceOf(NamespaceDenied.class)
                .hasMessage("namespace not allowed");
    }

    @Test
    void deniesAllWithAnEmptyList() {
        assertThat(new NamespacePolicy(List.of()).denies("shop")).isTrue();
    }

    @Test
    void listsNamespacesAsConfigured() {
        assertThat(policy.namespaces()).containsExactly(new Namespace("shop"), new Namespace("payments"));
    }
}
