package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.store.Store;
import io.kubelens.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code routes.store_components} grants, and that nobody else has it. */
class ComponentRulesTest {
    private static final Map<String, Object> GRANTED =
            Map.of(StoreComponents.NAME, new StoreComponents(Set.of("kafka", "aws2-s3")));

    private static final String S3 =
            """
            - setHeader:
                name: CamelAwsS3Key
                expression:
                  simple:
                    expression: ${body.id}
            - to:
                uri: aws2-s3:logs/of-pods
                parameters:
                  operation: getObject
                  useDefaultCredentialsProvider: true
            """;

    private static List<String> problems(String steps) {
        return OneRoute.problems("store", GRANTED, steps);
    }

    @Test
    void takesALiteralEndpointOfAGrantedComponentInAStore() {
        assertThat(problems(S3)).isEmpty();
        assertThat(problems("- wireTap:\n    uri: kafka:told\n")).isEmpty();
    }

    @Test
    void passesAStoreThatKeepsItsLinesInAComponent(@TempDir Path directory) throws IOException {
        String sections = "storage: {kind: objects, database_url: 'sqlite://" + directory.resolve("k.db") + "'}";
        try (Store store = Store.open(StoreConfig.read(directory, sections), Clock.systemUTC())) {
            Map<String, Object> beans = new HashMap<>(store.beans());
            beans.put("gatherBodies", new GroupedBodyAggregationStrategy());
            beans.put(StoreComponents.NAME, new StoreComponents(Set.of("objects")));
            List<RouteFile> files =
                    RouteFile.read(List.of(Path.of("src/test/resources/stores")), Set.of(), store.kind());

            assertThat(RouteRules.check(files, beans))
                    .extracting(RouteProblem::reason)
                    .allMatch(reason -> reason.matches("no route has from: direct:(audit|pod-open);.*"));
        }
    }

    @Test
    void grantsNothingByDefaultAndSaysHow() {
        assertThat(OneRoute.problems("store", Map.of(), S3))
                .hasSize(2)
                .anyMatch(reason -> reason.startsWith("'CamelAwsS3Key' is not for routes to set"))
                .anyMatch(reason -> reason.startsWith("'aws2-s3:logs/of-pods' is not a target for routes; ")
                        && reason.endsWith("or grant 'aws2-s3' in routes.store_components of config.yaml"));
    }

    @Test
    void advisesNobodyToGrantWhatCannotBeGranted() {
        assertThat(OneRoute.problems("store", Map.of(), "- to: bean:captures\n"))
                .isNotEmpty()
                .noneMatch(reason -> reason.contains("store_components"));
    }

    @Test
    void grantsNothingToOtherFiles() {
        assertThat(OneRoute.problems("lens", GRANTED, S3))
                .hasSize(2)
                .noneMatch(reason -> reason.contains("store_components"));
    }

    @Test
    void grantsNoOtherComponent() {
        assertThat(problems("- to:\n    uri: aws2-sqs:queue\n")).hasSize(1);
        assertThat(problems("- to:\n    uri: kafka2:told\n")).hasSize(1);
        assertThat(problems("- to:\n    uri: KAFKA:told\n")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka",
                "kafka:",
                "kafka:${body}",
                "kafka:${header.x}",
                "kafka:told?brokers=a",
                "kafka:{{topic}}",
                "kafka:$simple{body}",
                "kafka:a b",
                "kafka:a#b",
                "kafka:a%41"
            })
    void refusesAnEndpointThatIsNotWrittenOut(String uri) {
        assertThat(problems("- to:\n    uri: '" + uri + "'\n"))
                .anyMatch(reason -> reason.contains("written out") || reason.contains("placeholders"))
                .allMatch(reason -> reason.contains("; "), "names a fix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brokers: ${body}",
                "brokers: a-${header.x}",
                "brokers: $simple{body}",
                "brokers: '{{env:X}}'",
                "brokers: resource:file:x",
                "valueSerializer: '#class:java.lang.Object'",
                "kafkaClientFactory: '#k8s'",
                "kafkaClientFactory: ' #k8s'",
                "interceptors: 'a,#k8s'",
                "additionalProperties: {a: b}",
                "brokers: [a, b]"
            })
    void refusesOptionsThatAreNoLiterals(String option) {
        assertThat(problems("- to:\n    uri: kafka:told\n    parameters:\n      " + option + "\n"))
                .isNotEmpty()
                .allMatch(reason -> reason.contains("; "), "names a fix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelAwsS3BucketName",
                "CamelAwsS3OverrideBucketName",
                "CamelAwsS3Operation",
                "CamelHttpUri",
                "camelawss3key",
                "CamelKubernetesOperation"
            })
    void refusesHeadersThatSayWhereOrWhat(String header) {
        assertThat(problems("- setHeader:\n    name: " + header
                        + "\n    expression:\n      simple:\n        expression: ${body.id}\n"))
                .singleElement()
                .asString()
                .contains("is not for routes to set");
    }
}
