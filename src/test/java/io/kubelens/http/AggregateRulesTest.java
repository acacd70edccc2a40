package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An aggregator of a route ends by time, also when its routes are replaced, and keeps what it has where Java says. */
class AggregateRulesTest {
    private static final AggregationStrategy LATEST = (old, next) -> next;
    private static final Map<String, Object> BEANS =
            Map.of("latest", LATEST, "kept", new MemoryAggregationRepository());

    private static final String GOOD =
            """
            - route:
                id: thing
                description: A thing
                from:
                  uri: direct:thing
                  steps:
                    - aggregate:
                        correlationExpression:
                          simple:
                            expression: "${body.uid}"
                        aggregationStrategy: "#latest"
                        aggregationRepository: "#kept"
                        completionTimeout: 1000
                        forceCompletionOnStop: true
                        steps:
                          - marshal:
                              json: {}
            """;

    private static List<String> problems(String yaml) {
        return RouteRules.check(List.of(new RouteFile("routes/lens/thing.yaml", "lens", yaml)), BEANS).stream()
                .filter(problem -> !problem.reason().startsWith("no route has from"))
                .map(RouteProblem::reason)
                .toList();
    }

    @Test
    void takesAGoodOne() {
        assertThat(problems(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'#kept', '#latest', is no AggregationRepository",
        "'#latest', '#kept', is no AggregationStrategy",
        "'#kept', '#class:some.Repository', no bean is named",
        "completionTimeout: 1000, completionTimeout: 0, completionTimeout",
        "forceCompletionOnStop: true, forceCompletionOnStop: false, forceCompletionOnStop",
        "forceCompletionOnStop: true, parallelProcessing: true, is not allowed here",
        "'${body.uid}', '${body.uid()}', is not allowed",
    })
    void refuses(String text, String other, String reason) {
        assertThat(problems(GOOD.replace(text, other))).anyMatch(problem -> problem.contains(reason));
    }
}
