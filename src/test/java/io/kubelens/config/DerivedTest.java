package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DerivedTest {
    private final AtomicReference<List<String>> part = new AtomicReference<>(List.of("a"));
    private final Derived<List<String>, StringBuilder> derived =
            new Derived<>(part::get, now -> new StringBuilder(now.getFirst()));

    @Test
    void isMadeAgainOnlyWhenThePartIsAnother() {
        StringBuilder first = derived.get();
        part.set(List.of(new String("a")));
        assertThat(derived.get()).isSameAs(first);

        part.set(List.of("b"));

        assertThat(derived.get()).isNotSameAs(first).hasToString("b").isSameAs(derived.get());
    }
}
