package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ParserException;

final class StartFailureTest {
    private static final RouteFile FIRST = file("first.yaml", "first", "direct:first", "${body} ==");
    private static final RouteFile SECOND = file("second.yaml", "second", "direct:second", "${header.answer} is");
    private static final StartFailure FAILURES = new StartFailure(List.of(FIRST, SECOND));

    private static RouteFile file(String name, String id, String uri, String expression) {
        return new RouteFile(
                name,
                "lens",
                """
                - route:
                    id: %s
                    description: A route
                    from:
                      uri: %s
                      steps:
                        - filter:
                            expression:
                              simple:
                                expression: %s
                            steps:
                              - log:
                                  message: abc
                """
                        .formatted(id, uri, expression));
    }

    private static Exception created(String routeId, String reason) {
        return new FailedToCreateRouteException(routeId, "file:1", "a route", new IllegalArgumentException(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unexpected token is in ${header.answer} is     | 10",
                "No endpoint could be found for: direct:second  | 5",
                "Unknown option filter                          | 7",
                "direct:second cannot have ${header.answer} is  | 10",
                "abc                                            | 1",
                "It does not say what                           | 1"
            })
    void namesTheLineOfTheLongestTextThatIsRepeated(String reason, int line) {
        RouteProblem problem = FAILURES.of(created("second", reason));

        assertThat(problem)
                .isEqualTo(new RouteProblem("second.yaml", line, "second", reason + "; correct what Camel names here"));
        assertThat(problem.wrong()).isEqualTo(reason);
        assertThat(problem.fix()).isEqualTo("correct what Camel names here");
    }

    @Test
    void knowsTheRouteThatCouldNotBeStarted() {
        Exception failure =
                new IllegalStateException(new FailedToStartRouteException("second", "no", new IOException("gone")));

        assertThat(FAILURES.of(failure)).hasToString("second.yaml:1: second: gone; correct what Camel names here");
    }

    @Test
    void takesTheRouteThatTheCallerNames() {
        assertThat(FAILURES.of("second", new IOException("gone")))
                .hasToString("second.yaml:1: second: gone; correct what Camel names here");
    }

    @Test
    void namesTheFirstFileWhenCamelNamesNoRoute() {
        assertThat(FAILURES.of(new IOException("gone")))
                .hasToString("first.yaml:1: -: gone; correct what Camel names here");
        assertThat(FAILURES.of(created("third", "gone")))
                .hasToString("first.yaml:1: -: gone; correct what Camel names here");
    }

    @Test
    void namesTheFolderWhenThereIsNoFile() {
        assertThat(new StartFailure(List.of()).of(new IOException("gone")))
                .hasToString("routes:1: -: gone; correct what Camel names here");
    }

    @Test
    void namesTheLineAtWhichAFileCannotBeRead() {
        int[] text = "a\nb\nc\nd".codePoints().toArray();
        Mark mark = new Mark("second.yaml", 4, 2, 0, text, 4);
        Exception failure = new IOException(new ParserException("no tabs", Optional.of(mark)));

        assertThat(StartFailure.in(SECOND, failure))
                .extracting(RouteProblem::file, RouteProblem::line, RouteProblem::route)
                .containsExactly("second.yaml", 3, "second");
    }

    @Test
    void namesTheFirstLineOfAFileWhenNothingSaysWhere() {
        Exception nowhere = new ParserException("no tabs", Optional.empty());

        assertThat(StartFailure.in(SECOND, nowhere).line()).isEqualTo(1);
        assertThat(StartFailure.in(SECOND, new IOException("gone")))
                .hasToString("second.yaml:1: second: gone; correct what Camel names here");
        assertThat(StartFailure.in(new RouteFile("empty.yaml", "lens", "[]"), new IOException("gone")))
                .hasToString("empty.yaml:1: -: gone; correct what Camel names here");
    }

    @Test
    void saysTheFirstLineOfTheDeepestReason() {
        assertThat(reason(new IOException("outer", new IOException("\n\n  inner\nmore"))))
                .isEqualTo("  inner");
        assertThat(reason(new IOException("outer", new IOException((String) null))))
                .isEqualTo("IOException");
        assertThat(reason(new IOException("\n"))).isEqualTo("unknown");
    }

    private static String reason(Exception failure) {
        return FAILURES.of(failure).wrong();
    }
}
