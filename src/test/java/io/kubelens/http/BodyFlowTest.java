package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import io.kubelens.request.Takes;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.junit.jupiter.api.Test;

class BodyFlowTest {
    private static final Parameter.Flag WIDE = new Parameter.Flag("wide", false, "More of it");

    public record Thing(String name) {}

    public record Other(String name) {}

    /** Declares the parameter as features do. */
    static final class Declaring {
        static final Parameter.Flag WIDE = BodyFlowTest.WIDE;

        private Declaring() {}
    }

    public static final class Things {
        public List<Thing> list() {
            return List.of();
        }

        public Thing get(Object body) {
            return new Thing(body.toString());
        }

        @Reads(Declaring.class)
        public Other other(Object body, Query query) {
            return new Other(body + query.toString());
        }

        @Takes(Thing.class)
        public Other create(byte[] body) {
            return new Other("" + body.length);
        }

        public Other change(Thing body) {
            return new Other(body.name());
        }

        public void drop(Object body) {
            assertThat(body).isNotNull();
        }

        public boolean is(Object body) {
            return body == this;
        }
    }

    private static final AggregationStrategy MERGE = (old, next) -> next;

    private final BodyFlow flow = new BodyFlow(
            Map.of("things", new Things(), "merge", MERGE),
            Map.of(
                    "direct:thing",
                    steps(body("get(${header.name})")),
                    "direct:round",
                    steps("- to:\n    uri: direct:round\n")));

    @Test
    void endsWithWhatTheLastMethodReturns() {
        assertThat(through(body("get(${body})") + body("list()") + "- marshal:\n    json: {}\n"))
                .extracting(Type::getTypeName)
                .containsExactly("java.util.List<" + Thing.class.getName() + ">");
    }

    @Test
    void followsOtherRoutes() {
        assertThat(through("- to:\n    uri: direct:thing\n")).containsExactly(Thing.class);
        assertThat(through("- enrich:\n    expression:\n      constant:\n        expression: direct:thing\n"))
                .containsExactly(Thing.class);
        assertThat(through("- to:\n    uri: direct:round\n")).containsExactly(Object.class);
    }

    @Test
    void knowsNothingOfWhatLibrariesMake() {
        assertThat(through("- to:\n    uri: kubernetes-events:x\n")).containsExactly(Object.class);
        assertThat(through("- split:\n    aggregationStrategy: \"#merge\"\n    steps:\n"
                        + body("list()").indent(6)))
                .containsExactly(Object.class);
        assertThat(through("- log:\n    message: nothing\n")).containsExactly(Object.class);
    }

    @Test
    void takesEitherBranchButNotOneThatRefuses() {
        String refusal = "- throwException:\n    message: no\n";

        assertThat(through(body("list()") + filter(refusal))).hasSize(1);
        assertThat(through(body("get(${body})") + filter(body("other(${body}, ${exchangeProperty.query})"))))
                .containsExactlyInAnyOrder(Thing.class, Other.class);
        assertThat(through(
                        """
                        - choice:
                            when:
                              - expression:
                                  method:
                                    ref: things
                                    method: is(${body})
                                steps:
                        %s    otherwise:
                              steps:
                        %s"""
                                .formatted(
                                        body("get(${body})").indent(10),
                                        body("create(${body})").indent(8))))
                .containsExactlyInAnyOrder(Thing.class, Other.class);
    }

    @Test
    void collectsTheParametersOfEveryMethodOnTheWay() {
        through(body("get(${body})") + filter(body("other(${body}, ${exchangeProperty.query})")));

        assertThat(flow.parameters()).containsExactly(WIDE);
    }

    @Test
    void findsWhatIsTakenOfTheRequest() {
        through(body("create(${body})"));
        assertThat(flow.takes()).isEqualTo(Thing.class);
    }

    @Test
    void doesNotTakeBytesForADescription() {
        through(body("get(${body})"));
        assertThat(flow.takes()).isEqualTo(Object.class);
    }

    @Test
    void readsTheTypeOfAnArgument() {
        through("- unmarshal:\n    json: {}\n" + body("change(${body})") + body("get(${body})"));
        assertThat(flow.takes()).isEqualTo(Thing.class);
    }

    @Test
    void leavesTheBodyThatAMethodOnlyLooksAt() {
        assertThat(through(body("list()") + "- bean:\n    ref: things\n    method: drop(${body})\n"))
                .hasSize(1)
                .doesNotContain(Object.class);
    }

    @Test
    void knowsTheStatusAndAnEmptyAnswer() {
        String created =
                """
                - setHeader:
                    name: CamelHttpResponseCode
                    expression:
                      constant:
                        expression: 204
                """;
        String empty =
                """
                - setBody:
                    expression:
                      constant:
                        expression: ""
                """;

        assertThat(through(created + empty)).containsExactly(Void.class);
        assertThat(flow.status()).isEqualTo(204);
    }

    private Set<Type> through(String yaml) {
        return flow.through(steps(yaml));
    }

    private static List<RouteNode> steps(String yaml) {
        return RouteNode.parse(yaml).items();
    }

    private static String body(String method) {
        return TestGateway.call("things", method);
    }

    private static String filter(String steps) {
        return "- filter:\n    expression:\n      method:\n        ref: things\n        method: is(${body})\n    steps:\n"
                + steps.indent(6);
    }
}
