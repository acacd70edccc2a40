package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTextTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "example.com/tier", "front", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | true",
                "app = web , example.com/tier == front | true",
                "app=api | false",
                "app!=api | true",
                "absent!=api | true",
                "app!=web | false",
                "app in (api, web),empty | true",
                "app in (api) | false",
                "app notin (api,db) | true",
                "app notin (api,web) | false",
                "empty= | true",
                "app | true",
                "absent | false",
                "!absent | true",
                "! app | false",
                "app=web,absent | false"
            })
    void selectsAsKubernetesDoes(String text, boolean matches) {
        KubePod pod = new KubePod(new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withLabels(LABELS)
                .endMetadata()
                .build());
        assertThat(SelectorText.parse(text).orElseThrow().matches(pod)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"app web", "app=web,", "app in web", "app in (web", "app>1", "=web", "app=a=b", "app in (a) b"})
    void isNothingElse(String text) {
        assertThat(SelectorText.parse(text)).isEmpty();
    }

    @Test
    void selectsNothingWhenBlank() {
        assertThat(SelectorText.parse(" ").orElseThrow().isEmpty()).isTrue();
    }
}
