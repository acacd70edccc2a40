package io.kubelens.resources.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubelens.kube.KubePod;
import io.kubelens.resources.Inspection;
import io.kubelens.resources.Reading;
import io.kubelens.resources.Reading.State;
import io.kubelens.resources.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatherReadingsTest {
    private static final CamelContext camel = new DefaultCamelContext();
    private static final KubePod POD = new KubePod(Serialization.unmarshal(
            """
            metadata: {name: web-1, namespace: shop}
            spec:
              containers:
                - name: app
                  env:
                    - {name: A, valueFrom: {secretKeyRef: {name: a, key: k}}}
                    - {name: B, valueFrom: {secretKeyRef: {name: b, key: k}}}
                    - {name: C, valueFrom: {configMapKeyRef: {name: c, key: k}}}
            """,
            Pod.class));

    private final GatherReadings secrets = GatherReadings.secrets();
    private final Exchange input = exchange(Inspection.of(POD));

    @AfterAll
    static void close() throws Exception {
        camel.close();
    }

    @Test
    void gathersWhatWasReadByName() {
        Exchange all = secrets.aggregate(null, read("a", secret()));
        all = secrets.aggregate(all, read("b", null));
        secrets.onCompletion(all, input);

        assertThat(states(all)).isEqualTo(Map.of("a", State.FOUND, "b", State.ABSENT));
    }

    @Test
    void tellsAMissingRightFromAFailure() {
        Exchange all = secrets.aggregate(null, failed("a", new KubernetesClientException("no", 403, null)));
        all = secrets.aggregate(all, failed("b", new KubernetesClientException("no", 500, null)));
        secrets.onCompletion(all, input);

        assertThat(all.getException()).isNull();
        assertThat(states(all)).isEqualTo(Map.of("a", State.FORBIDDEN, "b", State.FAILED));
    }

    @Test
    void countsWhatWasNotReadInTimeAsFailed() {
        Exchange all = secrets.aggregate(null, read("b", secret()));
        secrets.onCompletion(all, input);

        assertThat(states(all)).isEqualTo(Map.of("a", State.FAILED, "b", State.FOUND));
    }

    @Test
    void answersWhenNothingWasReadInTime() {
        secrets.onCompletion(null, input);

        assertThat(states(input)).isEqualTo(Map.of("a", State.FAILED, "b", State.FAILED));
    }

    /** As in the routes, with a shorter time-out and an API server that does not answer for one of the names. */
    @Test
    @Timeout(30)
    void answersInTimeWhenKubernetesDoesNot() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:secrets")
                            .split(exchangeProperty("names"), secrets)
                            .parallelProcessing()
                            .synchronous()
                            .timeout(300)
                            .setHeader("CamelKubernetesSecretName", body())
                            .process(exchange -> {
                                if (exchange.getMessage().getBody().equals("b")) {
                                    never.await();
                                }
                                exchange.getMessage().setBody(secret());
                            });
                }
            });
            camel.start();

            Exchange answer = template.request("direct:secrets", exchange -> {
                exchange.setProperty("names", List.of("a", "b"));
                exchange.getMessage().setBody(Inspection.of(POD));
            });

            assertThat(answer.getException()).isNull();
            assertThat(states(answer)).isEqualTo(Map.of("a", State.FOUND, "b", State.FAILED));
        } finally {
            never.countDown();
        }
    }

    @Test
    void keepsTheHeadersOfTheRequestAndNoOthers() {
        input.getMessage().setHeader("ns", "shop");
        Exchange all = secrets.aggregate(null, read("a", secret()));
        secrets.onCompletion(all, input);

        assertThat(all.getMessage().getHeaders()).isEqualTo(Map.of("ns", "shop"));
    }

    @Test
    void keepsSecretsAndConfigMapsApart() {
        Exchange all = secrets.aggregate(null, read("a", secret()));
        secrets.onCompletion(all, input);
        Exchange next = exchange(all.getMessage().getBody());
        GatherReadings configMaps = GatherReadings.configMaps();
        Exchange read = exchange(new ConfigMapBuilder().addToData("k", "v").build());
        read.getMessage().setHeader("CamelKubernetesConfigMapName", "c");
        Exchange both = configMaps.aggregate(null, read);
        configMaps.onCompletion(both, next);

        Inspection inspection = both.getMessage().getBody(Inspection.class);
        assertThat(inspection.readings().get(Source.SECRET)).containsKey("a");
        assertThat(inspection.readings().get(Source.CONFIG_MAP)).containsOnlyKeys("c");
    }

    @Test
    void refusesAnInputThatIsNoInspection() {
        Exchange other = exchange("something else");
        Exchange all = secrets.aggregate(null, read("a", secret()));
        secrets.onCompletion(all, other);

        assertThat(all.getException()).isInstanceOf(IllegalStateException.class);
        assertThat(other.getException()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printsNoValues() {
        Exchange all = secrets.aggregate(null, read("a", secret()));
        assertThat(all.getMessage().getBody().toString()).doesNotContain("hunter2");
        secrets.onCompletion(all, input);

        assertThat(all.getMessage().getBody().toString()).isEqualTo("Inspection[web-1]");
    }

    private static Secret secret() {
        return new SecretBuilder().addToData("k", "aHVudGVyMg==").build();
    }

    private static Map<String, State> states(Exchange answer) {
        Map<String, Reading> readings =
                answer.getMessage().getBody(Inspection.class).readings().getOrDefault(Source.SECRET, Map.of());
        return readings.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, reading -> reading.getValue()
                .state()));
    }

    private static Exchange read(String name, @Nullable Object body) {
        Exchange exchange = exchange(body);
        exchange.getMessage().setHeader("CamelKubernetesSecretName", name);
        return exchange;
    }

    private static Exchange failed(String name, Exception failure) {
        Exchange exchange = read(name, name);
        exchange.setException(failure);
        return exchange;
    }

    private static Exchange exchange(@Nullable Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
