package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kubelens.config.Config;
import io.kubelens.config.Config.Filters;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelPolicyTest {
    private static final Filters ALL = new Filters("", List.of());

    private static KubePod pod(String name, Map<String, String> labels) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build());
    }

    private static KubeApp app(String name, Map<String, String> labels, KubePod... pods) {
        return new KubeApp(
                "Deployment",
                new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build(),
                List.of(pods));
    }

    private static LabelPolicy forPods(String regex, String... excluded) {
        return new LabelPolicy(new Filters(regex, List.of(excluded)), ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "cart, false",
        "^cart, false",
        "^cart$, true",
        "web|cart, false",
        "^web, true",
        "CART, true"
    })
    void findsTheRegexAnywhereInTheName(String regex, boolean hidden) {
        assertThat(forPods(regex).hidesPod(pod("cart-7f", Map.of()))).isEqualTo(hidden);
    }

    @ParameterizedTest
    @CsvSource({
        "tier=secret, true",
        "tier, true",
        "tier=, true",
        "tier=open, false",
        "tier=SECRET, false",
        "secret, false",
        "other, false",
        "empty, true",
        "empty=x, false"
    })
    void hidesWhatCarriesAnExcludedLabel(String exclusion, boolean hidden) {
        KubePod pod = pod("cart", Map.of("tier", "secret", "empty", ""));

        assertThat(forPods("", exclusion).hidesPod(pod)).isEqualTo(hidden);
    }

    @Test
    void hidesWithAnyOfTheExclusions() {
        assertThat(forPods("", "a=b", "tier").hidesPod(pod("cart", Map.of("tier", "x"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?=x)", "(a)\\1"})
    void refusesARegexThatIsNotRe2(String regex) {
        assertThatIllegalArgumentException().isThrownBy(() -> forPods(regex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=x"})
    void refusesAnExclusionThatNamesNoLabel(String exclusion) {
        assertThatIllegalArgumentException().isThrownBy(() -> forPods("", exclusion));
    }

    @Test
    void judgesPodsAndAppsByTheirOwnFilters() {
        LabelPolicy policy = new LabelPolicy(new Filters("^pod", List.of()), new Filters("^app", List.of()));

        assertThat(policy.hidesPod(pod("pod", Map.of()))).isFalse();
        assertThat(policy.hidesPod(pod("app", Map.of()))).isTrue();
        assertThat(policy.hidesApp(app("app", Map.of()))).isFalse();
        assertThat(policy.hidesApp(app("pod", Map.of()))).isTrue();
    }

    @Test
    void throwsWhenThereIsNothingToJudge() {
        LabelPolicy policy = new LabelPolicy(ALL, ALL);

        assertThatThrownBy(() -> policy.hidesPod(null))
                .isInstanceOf(Hidden.class)
                .hasMessage("pod not found");
        assertThatThrownBy(() -> policy.hidesApp(null))
                .isInstanceOf(Hidden.class)
                .hasMessage("app not found");
    }

    @Test
    void throwsWhenItIsOfTheOtherKind() {
        LabelPolicy policy = new LabelPolicy(ALL, ALL);

        assertThatThrownBy(() -> policy.hidesPod(app("cart", Map.of()))).isInstanceOf(Hidden.class);
        assertThatThrownBy(() -> policy.hidesApp(pod("cart", Map.of()))).isInstanceOf(Hidden.class);
    }

    @Test
    void listsTheVisiblePodsInTheirOrder() {
        KubePod open = pod("b", Map.of());
        KubePod closed = pod("c", Map.of("tier", "secret"));
        KubePod alsoOpen = pod("a", Map.of());
        LabelPolicy policy = forPods("", "tier");

        assertThat(policy.visiblePods(List.of(open, closed, alsoOpen))).containsExactly(open, alsoOpen);
        assertThat(policy.visiblePods(null)).isEmpty();
        assertThat(policy.visibleApps(null)).isEmpty();
    }

    @Test
    void showsAppsWithTheirVisiblePodsOnly() {
        KubePod open = pod("cart-1", Map.of());
        KubePod closed = pod("cart-2", Map.of("tier", "secret"));
        KubeApp cart = app("cart", Map.of(), open, closed);
        KubeApp vault = app("vault", Map.of("hide", "yes"), open);
        LabelPolicy policy = new LabelPolicy(new Filters("", List.of("tier")), new Filters("", List.of("hide=yes")));

        assertThat(policy.visibleApps(List.of(cart, vault))).singleElement().satisfies(app -> assertThat(app.pods())
                .containsExactly(open));
        assertThat(policy.withVisiblePods(app("cart", Map.of(), closed)).pods()).isEmpty();
    }

    @Test
    void judgesTheSameListAnewWhenTheFiltersAreOthers() {
        Snapshot<KubePod> all = new Snapshot<>(List.of(pod("cart", Map.of()), pod("web", Map.of())));
        AtomicReference<Config.Kubernetes> config = new AtomicReference<>(filtering(""));
        LabelPolicy policy = new LabelPolicy(config::get);
        List<KubePod> both = policy.visiblePods(all);
        config.set(filtering(""));
        assertThat(policy.visiblePods(all)).isSameAs(both).hasSize(2);

        config.set(filtering("^web"));

        assertThat(policy.visiblePods(all)).singleElement().satisfies(pod -> assertThat(pod.name())
                .isEqualTo("web"));
        assertThat(policy.hidesPod(pod("cart", Map.of()))).isTrue();
    }

    private static Config.Kubernetes filtering(String regex) {
        return new Config.Kubernetes(
                "",
                0,
                new Config.Api(0, 0),
                List.of("shop"),
                new Config.AppGroups(false, new Config.AppGroupLabels("", "", "", "")),
                new Filters(regex, List.of()),
                ALL,
                "",
                List.of(),
                List.of());
    }
}
