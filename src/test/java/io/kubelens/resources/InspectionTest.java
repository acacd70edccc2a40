package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kubelens.kube.KubePod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InspectionTest {
    @Test
    void namesNothingThatIsNoName() {
        Inspection inspection = of(List.of("../../vault", "a/b", "A", "good.name", "%2e%2e", "null"));

        assertThat(inspection.names(Source.SECRET)).containsExactly("good.name", "null");
        assertThat(inspection.names(Source.CONFIG_MAP)).isEmpty();
    }

    @Test
    void readsABoundedNumber() {
        List<String> many = IntStream.range(100, 200).mapToObj(i -> "s" + i).toList();
        Inspection inspection = of(many);

        assertThat(inspection.names(Source.SECRET)).hasSize(32).startsWith("s100");
        assertThat(inspection.with(Source.SECRET, Map.of()).reading(Source.SECRET, "s199"))
                .isEqualTo(Reading.FAILED);
    }

    @Test
    void printsNoValues() {
        Inspection read = of(List.of("login"))
                .with(Source.SECRET, Map.of("login", new Reading(Reading.State.FOUND, Map.of("key", "hunter2"))));
        KubePod pod = (KubePod) read.subject();
        PodJson rendered = PodJson.full(pod, read, Instant.EPOCH, LatestUsage.UNKNOWN);

        assertThat(rendered.env()).containsValue("hunter2");
        assertThat(List.of(read, read.reading(Source.SECRET, "login"), rendered, read.readings()))
                .allSatisfy(each -> assertThat(each.toString()).doesNotContain("hunter2"));
        PodDetailsJson details = PodDetailsJson.of(pod, read, Instant.EPOCH, LatestUsage.UNKNOWN);
        assertThat(details.toString() + details.containers()).doesNotContain("hunter2");
    }

    @Test
    void showsBytesThatAreNoTextAsBase64() {
        assertThat(SecretText.of("aHVudGVyMg==")).isEqualTo("hunter2");
        assertThat(SecretText.of("w7xiZXI=")).isEqualTo("über");
        assertThat(SecretText.of("/u3+7Q==")).isEqualTo("base64:/u3+7Q==");
        assertThat(SecretText.of("not base64!")).isEqualTo("base64:not base64!");
        assertThat(SecretText.of("")).isEmpty();
    }

    private static Inspection of(List<String> secrets) {
        ContainerBuilder container = new ContainerBuilder().withName("app");
        secrets.forEach(secret -> container
                .addNewEnv()
                .withName("V" + secret)
                .withNewValueFrom()
                .withNewSecretKeyRef("key", secret, false)
                .endValueFrom()
                .endEnv());
        return Inspection.of(new KubePod(new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-1")
                .endMetadata()
                .withNewSpec()
                .withContainers(container.build())
                .endSpec()
                .build()));
    }
}
