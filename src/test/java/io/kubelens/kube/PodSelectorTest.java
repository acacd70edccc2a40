package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodSelectorTest {

    @Test
    void matchesNothingWhenEmptyOrMissing() {
        assertThat(new PodSelector(null).matches(pod(Map.of("app", "web")))).isFalse();
        assertThat(new PodSelector(new LabelSelector()).matches(pod(Map.of("app", "web"))))
                .isFalse();
    }

    @Test
    void wantsEveryLabel() {
        LabelSelector selector = new LabelSelectorBuilder()
                .addToMatchLabels(Map.of("app", "web", "env", "prod"))
                .build();
        assertThat(matches(selector, Map.of("app", "web", "env", "prod", "x", "y")))
                .isTrue();
        assertThat(matches(selector, Map.of("app", "web"))).isFalse();
        assertThat(matches(selector, Map.of("app", "web", "env", "test"))).isFalse();
    }

    @Test
    void wantsLabelsAndExpressionsTogether() {
        LabelSelector selector = expression("tier", "NotIn", "canary")
                .edit()
                .addToMatchLabels("app", "web")
                .build();
        assertThat(matches(selector, Map.of("app", "web"))).isTrue();
        assertThat(matches(selector, Map.of("app", "web", "tier", "canary"))).isFalse();
        assertThat(matches(selector, Map.of("tier", "main"))).isFalse();
    }

    @Test
    void readsExpressionsAsKubernetesDoes() {
        assertThat(matches(expression("a", "In", "1", "2"), Map.of("a", "2"))).isTrue();
        assertThat(matches(expression("a", "In", "1", "2"), Map.of("a", "3"))).isFalse();
        assertThat(matches(expression("a", "In", "1"), Map.of())).isFalse();
        assertThat(matches(expression("a", "NotIn", "1"), Map.of("a", "2"))).isTrue();
        assertThat(matches(expression("a", "NotIn", "1"), Map.of())).isTrue();
        assertThat(matches(expression("a", "NotIn", "1"), Map.of("a", "1"))).isFalse();
        assertThat(matches(expression("a", "Exists"), Map.of("a", ""))).isTrue();
        assertThat(matches(expression("a", "Exists"), Map.of())).isFalse();
        assertThat(matches(expression("a", "DoesNotExist"), Map.of("b", ""))).isTrue();
        assertThat(matches(expression("a", "DoesNotExist"), Map.of("a", ""))).isFalse();
    }

    @Test
    void matchesNothingOnAnOperatorItDoesNotKnow() {
        assertThat(matches(expression("a", "Gt", "1"), Map.of("a", "2"))).isFalse();
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return new PodSelector(selector).matches(pod(labels));
    }

    private static LabelSelector expression(String key, String operator, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    private static KubePod pod(Map<String, String> labels) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withLabels(labels)
                .endMetadata()
                .build());
    }
}
