package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

/** What is not one broken file beside the shipped ones; for those see src/test/resources/broken-routes. */
class RouteRulesTest {
    private static final AggregationStrategy LATEST = (old, next) -> next;

    /** The beans that the routes of these tests may call. */
    public static final class Things {
        public boolean denies(String namespace) {
            return namespace.isEmpty();
        }

        public boolean hidesPod(Object pod) {
            return pod.hashCode() == 0;
        }

        public String get(String namespace, String name) {
            return namespace + name;
        }
    }

    private static final Map<String, Object> BEANS = Map.of(
            "authenticate", (Processor) exchange -> {},
            "namespacePolicy", new Things(),
            "labelPolicy", new Things(),
            "things", new Things(),
            "k8s", new ArrayList<>(),
            "latest", LATEST);

    static final List<String> STORE = List.of(
            "logs-store", "logs-load", "logs-chunks", "logs-expire", "session-get", "session-put", "session-delete");

    private static final List<RouteFile> PROTECTED = Stream.concat(
                    Stream.of("audit", "pod-open", "pod"), STORE.stream())
            .map(RouteRulesTest::direct)
            .toList();

    /** Passes every rule; the tests below break one at a time. */
    private static final String GOOD =
            """
            - route:
                id: thing
                description: A thing
                from:
                  uri: platform-http
                  parameters:
                    path: /api/v1/namespaces/{ns}/things/{name}
                    httpMethodRestrict: GET
                  steps:
                    - process:
                        ref: authenticate
                    - filter:
                        expression:
                          method:
                            ref: namespacePolicy
                            method: denies(${header.ns})
                        steps:
                          - throwException:
                              exceptionType: io.kubelens.access.NamespaceDenied
                              message: namespace not allowed
                    - enrich:
                        expression:
                          constant:
                            expression: direct:pod
                    - filter:
                        expression:
                          method:
                            ref: labelPolicy
                            method: hidesPod(${body})
                        steps:
                          - throwException:
                              exceptionType: io.kubelens.access.Hidden
                              message: pod not found
                    - setBody:
                        expression:
                          method:
                            ref: things
                            method: get(${header.ns}, ${header.name})
                    - marshal:
                        json: {}
            """;

    private static RouteFile direct(String name) {
        return new RouteFile(
                "routes/lens/" + name + ".yaml",
                "lens",
                """
                - route:
                    id: %1$s
                    description: A step
                    from:
                      uri: direct:%1$s
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: x
                """
                        .formatted(name));
    }

    private static List<String> problems(String yaml) {
        List<RouteFile> files = new ArrayList<>(PROTECTED);
        files.add(new RouteFile("routes/lens/thing.yaml", "lens", yaml));
        return RouteRules.check(files, BEANS).stream()
                .map(RouteProblem::toString)
                .toList();
    }

    @Test
    void takesARouteThatHasEverything() {
        assertThat(problems(GOOD)).isEmpty();
    }

    /** The parser has a tag for it. */
    @Test
    void takesAPlainBodyForTheTextThatItIs() {
        assertThat(RouteNode.parse("expression: ${body}").text("expression")).isEqualTo("${body}");
    }

    @Test
    void tellsFileLineAndRoute() {
        List<String> problems = problems(GOOD.replace("ref: things", "ref: nothing"));

        assertThat(problems).singleElement().asString().startsWith("routes/lens/thing.yaml:35: thing: no bean");
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowing() {
        assertThat(problems("[".repeat(100_000))).anyMatch(p -> p.contains("nested too deeply"));
    }

    @Test
    void missesProtectedRoutes() {
        List<RouteProblem> problems = RouteRules.check(List.of(direct("audit")), BEANS);

        assertThat(problems).anyMatch(p -> p.reason().contains("no route has from: direct:pod-open"));
    }

    @Test
    void refusesThePathOfAnotherFile() {
        List<RouteFile> files = new ArrayList<>(PROTECTED);
        files.add(new RouteFile("a/thing.yaml", "lens", GOOD));
        files.add(new RouteFile(
                "b/other.yaml", "lens", GOOD.replace("id: thing", "id: other").replace("{name}", "{name}")));

        assertThat(RouteRules.check(files, BEANS)).anyMatch(p -> p.reason().contains("paths are unique"));
    }

    @Test
    void refusesAnIdOfAnotherFile() {
        List<RouteFile> files = new ArrayList<>(PROTECTED);
        files.add(new RouteFile("a/thing.yaml", "lens", GOOD));
        files.add(new RouteFile("b/thing.yaml", "lens", GOOD.replace("/things/", "/others/")));

        assertThat(RouteRules.check(files, BEANS)).anyMatch(p -> p.reason().contains("ids are unique"));
    }
}
