package io.kubelens.http;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which expressions a route may hold: values that the gate has put there, and calls of named beans; no code. */
final class ExpressionRules {
    private static final Map<String, Set<String>> LANGUAGES = Map.of(
            "constant", Set.of("expression"),
            "simple", Set.of("expression"),
            "method", Set.of("ref", "method"));

    /** Values and their properties; no calls, no static types, no environment. */
    private static final Pattern VALUE =
            Pattern.compile("exchangeProperty\\.request|(body|bodyAs\\(String\\)|header\\.[A-Za-z0-9-]+"
                    + "|exchangeProperty\\.(?!request\\b)[A-Za-z0-9]+|variable\\.[A-Za-z0-9]+"
                    + "|routeId|exchangeId)(\\.[a-z][A-Za-z0-9]*)*");

    private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)}");

    /** No caller may choose whom we call. */
    private static final Pattern POST = Pattern.compile("post\\('https?://[A-Za-z0-9./:_?=&%-]+', *\\$\\{[^{}]*}\\)");

    private static final Set<String> WITH_EXPRESSION =
            Set.of("filter", "enrich", "split", "setBody", "setHeader", "setProperty", "setVariable");

    private final RouteRules.Report report;
    private final BeanCalls calls;

    ExpressionRules(RouteRules.Report report, BeanCalls calls) {
        this.report = report;
        this.calls = calls;
    }

    void check(String eip, RouteNode step, RouteNode body) {
        if (WITH_EXPRESSION.contains(eip)) {
            expression(step, body.get("expression"));
        }
        if (eip.equals("aggregate")) {
            expression(step, body.get("correlationExpression"));
        }
        if (eip.equals("bean")) {
            call(step, body);
        }
        body.members().values().forEach(value -> literal(value, value.text()));
        // Camel evaluates the message of throwException, too.
        if (eip.equals("log") || eip.equals("throwException")) {
            simple(step, body.text("message"));
        }
        body.get("parameters").members().values().forEach(value -> literal(value, value.text()));
    }

    private void expression(RouteNode step, RouteNode expression) {
        if (expression.members().size() != 1) {
            report.add(step, "the step needs 'expression:'; write it with one language below");
            return;
        }
        String language = expression.keys().iterator().next();
        RouteNode body = expression.get(language);
        Set<String> allowed = LANGUAGES.get(language);
        if (allowed == null) {
            report.add(
                    expression,
                    "the language '" + language + "' is not allowed in routes; use constant, simple or method");
            return;
        }
        if (!body.isMap()) {
            report.add(
                    expression,
                    "'" + language + "' must be an object; write it with "
                            + String.join(" and ", allowed.stream().sorted().toList()));
            return;
        }
        report.onlyKeys(body, allowed);
        switch (language) {
            case "method" -> call(expression, body);
            case "simple" -> simple(expression, body.text("expression"));
            default -> literal(expression, body.text("expression"));
        }
    }

    private void call(RouteNode at, RouteNode call) {
        simple(at, call.text("method"));
        if (call.text("ref").equals("webhook")
                && !POST.matcher(call.text("method")).matches()) {
            report.add(at, "a webhook's address is no literal; write post('https://host/path', ${bodyAs(String)})");
        }
        String problem = calls.problem(call.text("ref"), call.text("method"));
        if (problem != null) {
            report.add(at, problem);
        }
    }

    private void simple(RouteNode at, String text) {
        literal(at, text);
        Matcher functions = FUNCTION.matcher(text);
        while (functions.find()) {
            if (!VALUE.matcher(functions.group(1)).matches()) {
                report.add(
                        at,
                        "'" + functions.group() + "' is not allowed; use ${body}, ${header.X},"
                                + " ${exchangeProperty.X} or ${variable.X} and their properties, or call a bean");
            }
        }
        String rest = functions.reset().replaceAll("");
        if (rest.contains("${") || rest.contains("$simple")) {
            report.add(at, "functions that are nested or not closed are not allowed; call a bean");
        }
    }

    /** What stands elsewhere would make what runs differ from what was checked, and could show environment and files. */
    private void literal(RouteNode at, String text) {
        if (text.contains("resource:")) {
            report.add(
                    at,
                    "'resource:' is not allowed in routes, since Camel would read what is behind it; write the value"
                            + " out");
        }
        if (text.contains("{{")) {
            report.add(at, "property placeholders are not allowed in routes; write the value out");
        }
    }
}
