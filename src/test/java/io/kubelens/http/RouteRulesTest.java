package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static Arguments broken(String what, String from, String to, String reason) {
        return Arguments.of(what, GOOD.replace(from, to), reason);
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    static Stream<Arguments> refusals() {
        String gate = lines("        - process:", "            ref: authenticate");
        return Stream.of(
                broken("no gate", gate, "", "the first step must be '- process: {ref: authenticate}'"),
                broken(
                        "a call that ends a bean",
                        "get(${header.ns}, ${header.name})",
                        "close()",
                        "things.close is not for routes to call"),
                broken(
                        "a call that makes the replica unready",
                        "get(${header.ns}, ${header.name})",
                        "stopping",
                        "things.stopping is not for routes to call"),
                broken("another gate", "ref: authenticate", "ref: things", "the first step must be"),
                broken(
                        "a gate with more to it",
                        "            ref: authenticate",
                        "            ref: authenticate\n            id: x",
                        "the first step must be"),
                broken("a literal namespace", "{ns}/things", "kube-system/things", "escapes the policy"),
                broken(
                        "another parameter for the namespace",
                        "{ns}/things",
                        "{namespace}/things",
                        "escapes the policy"),
                broken("a parameter without policy", "things/{name}", "things/{pod}", "is covered by no policy"),
                broken(
                        "a weaker namespace filter",
                        "denies(${header.ns})",
                        "denies(shop)",
                        "the second step must be the namespace filter"),
                broken(
                        "a namespace filter that does not throw",
                        "exceptionType: io.kubelens.access.NamespaceDenied",
                        "exceptionType: io.kubelens.access.Hidden",
                        "the second step must be the namespace filter"),
                broken("a weaker label filter", "hidesPod(${body})", "hidesPod(x)", "and then the label filter"),
                broken(
                        "a step before the label filter",
                        "        - enrich:",
                        "        - removeHeader:\n            name: x\n        - enrich:",
                        "and then the label filter"),
                broken(
                        "names outside the namespaces",
                        "/api/v1/namespaces/{ns}/things",
                        "/api/v2/{ns}/things",
                        "belong below"),
                broken(
                        "a path with a placeholder",
                        "path: /api/v1/namespaces/{ns}/things/{name}",
                        "path: \"{{prefix}}/things\"",
                        "path must be literal"),
                broken("a path with dots", "/things/", "/../things/", "path must be literal"),
                broken(
                        "any method",
                        "httpMethodRestrict: GET",
                        "httpMethodRestrict: \"\"",
                        "httpMethodRestrict must be one of"),
                broken(
                        "an endpoint option that weakens",
                        "httpMethodRestrict: GET",
                        "httpMethodRestrict: GET\n        matchOnUriPrefix: true",
                        "'matchOnUriPrefix' is not allowed here"),
                broken(
                        "a uri with options",
                        "uri: platform-http",
                        "uri: platform-http:/api/v1/x",
                        "is not allowed; use platform-http, direct:NAME"),
                broken("another source", "uri: platform-http", "uri: netty-http", "is not allowed; use platform-http"),
                broken("no id", "id: thing", "note: thing", "a route needs an id"),
                broken("another file name", "id: thing", "id: other-thing", "the id is not the file's name"),
                broken("no description", "description: A thing", "description: \"\"", "a route needs a description"),
                broken(
                        "auto start",
                        "description: A thing",
                        "description: A thing\n    autoStartup: false",
                        "'autoStartup' is not allowed here"),
                broken(
                        "an error handler",
                        "description: A thing",
                        "description: A thing\n    errorHandler: {}",
                        "'errorHandler' is not allowed here"),
                broken(
                        "onException",
                        "- route:",
                        "- onException:\n    handled: {}\n- route:",
                        "'onException' is not allowed here"),
                broken(
                        "interceptFrom",
                        "- route:",
                        "- interceptFrom:\n    uri: x\n- route:",
                        "'interceptFrom' is not allowed here"),
                broken(
                        "routeConfiguration",
                        "- route:",
                        "- routeConfiguration: {}\n- route:",
                        "'routeConfiguration' is not allowed here"),
                broken("rest", "- route:", "- rest:\n    path: /x\n- route:", "'rest' is not allowed here"),
                broken("beans", "- route:", "- beans: []\n- route:", "'beans' is not allowed here"),
                broken(
                        "two routes in a file",
                        "- route:",
                        GOOD.replace("thing\n", "other\n") + "- route:",
                        "one endpoint per file"),
                broken(
                        "a step that is a text",
                        "- marshal:\n",
                        "- stop\n        - marshal:\n",
                        "a step is an object with one key"),
                broken(
                        "a step of two keys",
                        "- marshal:\n",
                        "- log:\n            message: x\n          to: {}\n        - marshal:\n",
                        "a step is an object with one key"),
                broken(
                        "a script",
                        "- marshal:\n            json: {}",
                        "- script:\n            expression: {}",
                        "the step 'script' is not allowed"),
                broken(
                        "toD",
                        "- marshal:\n            json: {}",
                        "- toD:\n            uri: direct:pod",
                        "the step 'toD' is not allowed"),
                broken("shorthand", "- marshal:\n            json: {}", "- to: direct:pod", "'to' must be an object"),
                broken(
                        "an unknown target",
                        "expression: direct:pod",
                        "expression: direct:nowhere",
                        "no route has from: direct:nowhere"),
                broken(
                        "another component",
                        "- marshal:\n            json: {}",
                        "- to:\n            uri: exec:rm",
                        "is not a target for routes"),
                broken(
                        "a write to Kubernetes",
                        "- marshal:\n            json: {}",
                        kubernetes("deletePod", "#k8s"),
                        "must be a literal that begins with list or get"),
                broken(
                        "an operation from outside",
                        "- marshal:\n            json: {}",
                        kubernetes("${header.op}", "#k8s"),
                        "must be a literal that begins with list or get"),
                broken(
                        "another client",
                        "- marshal:\n            json: {}",
                        kubernetes("listPods", "#mine"),
                        "the guarded client"),
                broken("an unknown bean", "ref: things", "ref: nothing", "no bean is named 'nothing'"),
                broken("an unknown method", "method: get(", "method: fetch(", "has no method 'fetch'"),
                broken(
                        "a wrong number of arguments",
                        "get(${header.ns}, ${header.name})",
                        "get(${header.ns})",
                        "takes 2 arguments, not 1"),
                broken(
                        "a bean that is no processor",
                        "- marshal:\n            json: {}",
                        "- process:\n            ref: things",
                        "is no Processor"),
                broken(
                        "a strategy that is none",
                        "expression: direct:pod",
                        "expression: direct:pod\n            aggregationStrategy: \"#things\"",
                        "is no AggregationStrategy"),
                broken(
                        "groovy",
                        "method:\n                ref: things\n                method: get(${header.ns}, ${header.name})",
                        "groovy:\n                expression: 1",
                        "the language 'groovy' is not allowed"),
                simple("${bean:things}"),
                simple("${type:java.lang.Runtime}"),
                simple("${env.HOME}"),
                simple("${camelContext.stop}"),
                simple("${body.getClass()}"),
                simple("${header.${body}}"),
                broken(
                        "a placeholder",
                        "expression: direct:pod",
                        "expression: \"direct:{{env:X}}\"",
                        "property placeholders are not allowed"),
                broken(
                        "another exception",
                        "io.kubelens.access.Hidden",
                        "java.lang.Error",
                        "exceptionType must be one of"),
                broken(
                        "a changed namespace",
                        "- marshal:\n            json: {}",
                        set("ns"),
                        "'ns' is not for routes to set"),
                broken(
                        "a forged principal",
                        "- marshal:\n            json: {}",
                        set("principal"),
                        "'principal' is not for routes to set"),
                broken(
                        "a Camel header",
                        "- marshal:\n            json: {}",
                        set("CamelHttpUri"),
                        "'CamelHttpUri' is not for routes to set"),
                broken(
                        "a changed namespace in other letters",
                        "- marshal:\n            json: {}",
                        set("NS"),
                        "'NS' is not for routes to set"),
                broken(
                        "a Camel header in other letters",
                        "- marshal:\n            json: {}",
                        set("camelHttpUri"),
                        "'camelHttpUri' is not for routes to set"),
                broken(
                        "a name that is evaluated",
                        "- marshal:\n            json: {}",
                        set("\"n${body}\""),
                        "name must be literal"),
                broken(
                        "a message that shows the environment",
                        "message: pod not found",
                        "message: ${sysenv.HOME}",
                        "'${sysenv.HOME}' is not allowed"),
                broken(
                        "a constant from a file",
                        "expression: direct:pod",
                        "expression: resource:file:/etc/passwd",
                        "'resource:' is not allowed"),
                simple("resource:file:/etc/passwd"),
                simple("${exchangeProperty.request.authorization}"),
                broken(
                        "a call on a result",
                        "get(${header.ns}, ${header.name})",
                        "get(${header.ns}, x).concat(x, x)",
                        "arguments hold no parentheses"),
                broken(
                        "a call on a result within quotes",
                        "get(${header.ns}, ${header.name})",
                        "get(\"${header.ns}, x).concat(x, x\")",
                        "arguments hold no parentheses"),
                broken(
                        "a call of what is not ours",
                        "ref: things\n                method: get(${header.ns}, ${header.name})",
                        "ref: k8s\n                method: size()",
                        "the bean 'k8s' is not for routes to call"),
                broken(
                        "a path that answers for namespaces",
                        "/api/v1/namespaces/{ns}/things/{name}",
                        "/api/v1/{kind}/{space}/things/{thing}",
                        "would also answer below /api/v1/namespaces/"),
                broken(
                        "a namespace in other letters",
                        "/api/v1/namespaces/{ns}/things/{name}",
                        "/api/v1/things/{nS}",
                        "belong below"),
                broken(
                        "a media type from the environment",
                        "httpMethodRestrict: GET",
                        "httpMethodRestrict: GET\n        produces: \"{{env:HOME}}\"",
                        "must be media types"),
                broken(
                        "a timer that makes objects",
                        "uri: platform-http\n      parameters:",
                        "uri: timer:often\n      parameters:\n        exceptionHandler: \"#class:java.util.ArrayList\"",
                        "'exceptionHandler' is not allowed here"),
                broken(
                        "a timer from the environment",
                        "uri: platform-http\n      parameters:",
                        "uri: timer:often\n      parameters:\n        period: \"{{env:HOME}}\"",
                        "period must be a number or a time"),
                broken(
                        "another client in dashes",
                        "- marshal:\n            json: {}",
                        kubernetes("listPods", "#k8s") + "\n              kubernetes-client: \"#mine\"",
                        "'kubernetes-client' is not allowed here"),
                broken("a choice in a choice", "- marshal:\n            json: {}", CHOICES, "a choice within a choice"),
                broken(
                        "options of json",
                        "json: {}",
                        "json:\n              allowUnmarshallType: true",
                        "write 'marshal: {json: {}}'"),
                broken("a tab", "    id: thing", "\tid: thing", "not YAML"),
                broken("a key twice", "id: thing", "id: thing\n    id: thing", "'id' is given twice"),
                broken("an anchor", "id: thing", "id: &a thing", "anchors are not allowed"),
                broken("a tag", "id: thing", "id: !!java.net.URL thing", "tags are not allowed"),
                Arguments.of("nothing", "", "the file is empty"),
                Arguments.of("no list", "route: {}", "a route file is a list of routes"));
    }

    /** The parser has a tag for it. */
    @Test
    void takesAPlainBodyForTheTextThatItIs() {
        assertThat(RouteNode.parse("expression: ${body}").text("expression")).isEqualTo("${body}");
    }

    private static Arguments simple(String expression) {
        return broken(expression, "get(${header.ns}, ${header.name})", "get(" + expression + ", x)", "not allowed");
    }

    private static String kubernetes(String operation, String client) {
        return "- to:\n            uri: kubernetes-pods:local\n            parameters:\n              operation: "
                + operation + "\n              kubernetesClient: \"" + client + "\"";
    }

    private static String set(String name) {
        return "- setProperty:\n            name: " + name
                + "\n            expression:\n              constant:\n                expression: x";
    }

    private static final String CHOICES =
            """
            - choice:
                        when:
                          - expression:
                              constant:
                                expression: true
                            steps:
                              - choice:
                                  otherwise:
                                    steps: []""";

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refuses(String what, String yaml, String reason) {
        assertThat(problems(yaml)).as(what).anyMatch(p -> p.contains(reason));
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
