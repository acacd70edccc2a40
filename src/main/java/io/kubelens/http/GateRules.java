package io.kubelens.http;

import io.kubelens.access.AccessDenied;
import io.kubelens.access.Hidden;
import io.kubelens.access.NamespaceDenied;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gate of a protected endpoint: which steps must come first, exactly as they are written here. */
final class GateRules {
    private static final String NAMESPACES = "/api/v1/namespaces/";
    /** Paths that requests below {@link #NAMESPACES} would match, too. */
    private static final Pattern SHADOW =
            Pattern.compile("/(api|\\{[^/]*})/(v1|\\{[^/]*})/(namespaces|\\{[^/]*})/[^/]+.*");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");
    private static final Object AUTHENTICATE = Map.of("process", Map.of("ref", "authenticate"));
    private static final String ADMIN = "/api/v1/admin/";
    private static final Set<String> NOT_ADMIN = Set.of("denies(${exchangeProperty.principal})");
    private static final Set<String> HIDES = Set.of("hidesPod(${body})", "hidesApp(${body})");

    private final RouteRules.Report report;
    private final String path;

    GateRules(RouteRules.Report report, String path) {
        this.report = report;
        this.path = path;
    }

    void check(RouteNode from, List<RouteNode> steps) {
        if (!steps.getFirst().plain().equals(AUTHENTICATE)) {
            report.add(steps.getFirst(), "the first step must be the gate; write '- process: {ref: authenticate}'");
        }
        if (path.startsWith(ADMIN) && (steps.size() < 2 || !isAdminFilter(steps.get(1)))) {
            report.add(
                    steps.size() < 2 ? from : steps.get(1),
                    "below " + ADMIN + " the second step must be the filter of admins; write secretsPolicy "
                            + "denies(${exchangeProperty.principal}), throwing " + AccessDenied.class.getName());
        }
        if (path.startsWith(NAMESPACES)) {
            namespaced(from, steps);
        } else if (SHADOW.matcher(path).matches()) {
            report.add(from, "the path would also answer below " + NAMESPACES + "; write its first segments out");
        } else if (path.toLowerCase(Locale.ROOT).matches(".*\\{(ns|name)}.*")) {
            report.add(
                    from,
                    "{ns} and {name} belong below " + NAMESPACES
                            + "{ns}/, where policy is applied; move the path there");
        }
    }

    private void namespaced(RouteNode from, List<RouteNode> steps) {
        if (!path.startsWith(NAMESPACES + "{ns}/")) {
            report.add(
                    from, "after " + NAMESPACES + " comes {ns}, since another segment escapes the policy; write {ns}");
        }
        for (Matcher m = PARAMETER.matcher(path); m.find(); ) {
            if (!Set.of("ns", "name").contains(m.group(1))) {
                report.add(
                        from,
                        "{" + m.group(1) + "} is covered by no policy; use {ns} and {name}, or a query parameter");
            }
        }
        if (steps.size() < 2 || !isNamespaceFilter(steps.get(1))) {
            report.add(
                    steps.size() < 2 ? from : steps.get(1),
                    "the second step must be the namespace filter; write namespacePolicy denies(${header.ns}),"
                            + " throwing "
                            + NamespaceDenied.class.getName());
        }
        if (path.contains("{name}")) {
            labelled(from, steps);
        }
    }

    private void labelled(RouteNode from, List<RouteNode> steps) {
        int at = 2;
        while (at < steps.size() && steps.get(at).has("enrich")) {
            at++;
        }
        boolean filtered = at > 2 && at < steps.size() && isLabelFilter(steps.get(at));
        if (!filtered) {
            report.add(
                    at < steps.size() ? steps.get(at) : from,
                    "after the namespace filter come 'enrich' and then the label filter; write labelPolicy"
                            + " hidesPod(${body}) or hidesApp(${body}), throwing " + Hidden.class.getName());
        }
    }

    private static boolean isNamespaceFilter(RouteNode step) {
        return isFilter(step, "namespacePolicy", Set.of("denies(${header.ns})"), NamespaceDenied.class);
    }

    private static boolean isAdminFilter(RouteNode step) {
        return isFilter(step, "secretsPolicy", NOT_ADMIN, AccessDenied.class);
    }

    private static boolean isLabelFilter(RouteNode step) {
        return isFilter(step, "labelPolicy", HIDES, Hidden.class);
    }

    private static boolean isFilter(RouteNode step, String bean, Set<String> calls, Class<?> thrown) {
        RouteNode filter = step.get("filter");
        if (step.keys().size() != 1 || !filter.keys().equals(Set.of("expression", "steps"))) {
            return false;
        }
        Object expression = filter.get("expression").plain();
        boolean asks = calls.stream().anyMatch(call -> Map.of("method", Map.of("ref", bean, "method", call))
                .equals(expression));
        List<RouteNode> inner = filter.get("steps").items();
        RouteNode exception = inner.size() == 1 ? inner.getFirst().get("throwException") : filter;
        return asks
                && exception.keys().equals(Set.of("exceptionType", "message"))
                && exception.text("exceptionType").equals(thrown.getName());
    }
}
