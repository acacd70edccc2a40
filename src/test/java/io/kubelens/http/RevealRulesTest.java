package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevealRulesTest {
    private static final Path ROUTE = Path.of("routes/lens/secrets.yaml");
    private static final String LOCKED = "Secrets are read only as routes/lens/secrets.yaml does";

    /** The beans that the route calls, and one that would let everybody in. */
    public static final class Beans {
        public boolean reveals(Object query, Object caller) {
            return query.equals(caller);
        }

        public boolean always(Object query, Object caller) {
            return query != caller || query == caller;
        }

        public List<String> secrets(Object inspection) {
            return List.of(inspection.toString());
        }
    }

    private static final Map<String, Object> BEANS = Map.of(
            "secretsPolicy", new Beans(),
            "inspections", new Beans(),
            "secretReadings", (AggregationStrategy) (old, next) -> next,
            "k8s", new ArrayList<>());

    @Test
    void letsTheShippedRouteReadSecrets() throws IOException {
        assertThat(problems(Files.readString(ROUTE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reveals(${exchangeProperty.query}, ${exchangeProperty.principal}) | always(${exchangeProperty.query},"
                        + " ${exchangeProperty.principal})",
                "reveals(${exchangeProperty.query}, ${exchangeProperty.principal}) | reveals(${body}, ${body})",
                "ref: secretsPolicy | ref: inspections",
                "direct:audit | direct:pod-open",
                "secrets(${body}) | secrets(${header.name})",
                "expression: ${exchangeProperty.secrets} | expression: ${header.name}",
                "expression: ${header.ns} | expression: payments",
                "'expression: \"${body}\"' | expression: ${header.name}",
                "operation: getSecret | operation: listSecrets",
                "expression: no-store | expression: public",
                "timeout: \"3000\" | timeout: \"300000\""
            })
    void refusesAnyOther(String text, String other) throws IOException {
        String yaml = Files.readString(ROUTE);
        assertThat(yaml).contains(text);

        assertThat(problems(yaml.replace(text, other))).anyMatch(problem -> problem.contains(LOCKED));
    }

    @Test
    void refusesAnotherStepWithin() throws IOException {
        String yaml = Files.readString(ROUTE);
        String split = "              - split:\n";
        assertThat(yaml).contains(split);

        assertThat(problems(yaml.replace(split, "              - log:\n                  message: reading\n" + split)))
                .anyMatch(problem -> problem.contains(LOCKED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes-secrets:local", "kubernetes-secrets:any"})
    void refusesSecretsElsewhere(String uri) {
        assertThat(problems(step("to", uri))).anyMatch(problem -> problem.contains(LOCKED));
        assertThat(problems(step("wireTap", uri))).anyMatch(problem -> problem.contains(LOCKED));
    }

    /** The headers of a custom resource can name any kind. */
    @ParameterizedTest
    @ValueSource(strings = {"kubernetes-custom-resources:any", "kubernetes-nodes:any", "Kubernetes-Secrets:any"})
    void refusesKindsThatAreNotListed(String uri) {
        assertThat(problems(step("to", uri))).anyMatch(problem -> problem.contains("is not a target for routes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"global:x", "principal", "x${body}"})
    void refusesAResultWhereItMustNotGo(String variable) throws IOException {
        String yaml = Files.readString(ROUTE).replace("variableReceive: audited", "variableReceive: " + variable);

        assertThat(problems(yaml)).anyMatch(problem -> problem.contains("name"));
    }

    private static String step(String eip, String uri) {
        return """
                - route:
                    id: secrets
                    description: A step
                    from:
                      uri: direct:secrets
                      steps:
                        - %s:
                            uri: %s
                            parameters:
                              operation: getSecret
                              kubernetesClient: "#k8s"
                """
                .formatted(eip, uri);
    }

    private static List<String> problems(String yaml) {
        List<RouteFile> files = new ArrayList<>(
                List.of(new RouteFile("routes/lens/secrets.yaml", "lens", yaml), direct("audit"), direct("pod-open")));
        RouteRulesTest.STORE.forEach(name -> files.add(direct(name)));
        return RouteRules.check(files, BEANS).stream()
                .map(RouteProblem::toString)
                .toList();
    }

    private static RouteFile direct(String name) {
        String yaml =
                """
                - route:
                    id: %1$s
                    description: A step
                    from:
                      uri: direct:%1$s
                      steps:
                        - marshal:
                            json: {}
                """
                        .formatted(name);
        return new RouteFile("routes/lens/" + name + ".yaml", "lens", yaml);
    }
}
