package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void printsAsStars() {
        assertThat(new Secret("hunter2")).hasToString("***");
        assertThat(Secret.NONE).hasToString("***");
    }

    @Test
    void equalsByValue() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo(null);
    }

    @Test
    void isPresentUnlessEmpty() {
        assertThat(new Secret("a").isPresent()).isTrue();
        assertThat(new Secret("")).isEqualTo(Secret.NONE);
        assertThat(Secret.NONE.isPresent()).isFalse();
    }
}
