package io.kubelens.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a route file may hold: an allow-list, the same at start, at reload and in the checker. It makes sure that nobody
 * forgets the gate; RATIONALE.md tells why Camel's own means are not fail-closed.
 */
final class RouteRules {
    /** Routes that Java or other routes count on. */
    private static final Set<String> PROTECTED = Set.of(
            "direct:audit",
            "direct:logs-chunks",
            "direct:logs-expire",
            "direct:logs-load",
            "direct:logs-store",
            "direct:pod-open",
            "direct:session-delete",
            "direct:session-get",
            "direct:session-put");

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PATH = Pattern.compile("(/([A-Za-z0-9][A-Za-z0-9._-]*|\\{[a-z][A-Za-z0-9]*}))+");
    private static final Pattern DIRECT = Pattern.compile("direct:[a-z][a-z0-9-]*");
    private static final Pattern TIMER = Pattern.compile("timer:[a-z][a-z0-9-]*");
    private static final Set<String> ROUTE_KEYS = Set.of("id", "description", "from");
    private static final Set<String> FROM_KEYS = Set.of("uri", "parameters", "steps");
    private static final Set<String> HTTP_KEYS = Set.of("path", "httpMethodRestrict", "produces", "consumes");
    private static final Set<String> TIMER_KEYS = Set.of("delay", "period", "repeatCount");
    private static final Pattern TIME = Pattern.compile("[0-9]+(ms|s|m|h|d)?");
    private static final Pattern MEDIA_TYPES = Pattern.compile("[A-Za-z0-9/+.,*-]*");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private final Map<String, Object> beans;
    private final List<RouteProblem> problems = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> paths = new HashMap<>();
    private final Set<String> directs = new HashSet<>();
    private final List<StepRules> steps = new ArrayList<>();

    private RouteRules(Map<String, Object> beans) {
        this.beans = beans;
    }

    /**
     * Every reason why these files may not run together; empty if they may.
     *
     * @param beans what routes may refer to, by name
     */
    static List<RouteProblem> check(List<RouteFile> files, Map<String, Object> beans) {
        RouteRules rules = new RouteRules(beans);
        files.forEach(rules::file);
        rules.steps.forEach(s -> s.checkTargets(rules.directs));
        for (String needed : PROTECTED.stream().sorted().toList()) {
            if (!rules.directs.contains(needed)) {
                String at = files.isEmpty() ? "routes" : files.getFirst().name();
                rules.problems.add(new RouteProblem(
                        at, 1, "-", "no route has from: " + needed + "; bring back the file that holds it"));
            }
        }
        return rules.problems;
    }

    private void file(RouteFile file) {
        RouteNode root;
        try {
            root = RouteNode.parse(file.yaml());
        } catch (RouteNode.Malformed e) {
            problems.add(new RouteProblem(file.name(), e.line(), "-", String.valueOf(e.getMessage())));
            return;
        }
        Report report = new Report(file, "-");
        if (root.items().isEmpty()) {
            report.add(root, "a route file is a list of routes; begin with '- route:'");
        }
        if (root.items().size() > 1 && !file.folder().equals("store")) {
            report.add(root.items().get(1), "one endpoint per file; move the second route into a file of its own");
        }
        for (RouteNode item : root.items()) {
            RouteNode route = item.get("route");
            if (!route.isMap() || item.members().size() != 1) {
                report.add(item, "'" + String.join(", ", item.keys()) + "' is not allowed here; write only '- route:'");
            } else {
                route(file, route);
            }
        }
    }

    private void route(RouteFile file, RouteNode route) {
        String id = route.text("id");
        Report report = new Report(file, id.isEmpty() ? "-" : id);
        report.onlyKeys(route, ROUTE_KEYS);
        if (!ID.matcher(id).matches()) {
            report.add(route, "a route needs an id of lower-case words and dashes; write one such as pods-list");
        } else if (!file.folder().equals("store") && !id.equals(file.stem())) {
            report.add(route, "the id is not the file's name; rename the file to " + id + ".yaml");
        }
        String other = ids.putIfAbsent(id, file.name());
        if (other != null) {
            report.add(route, "the id is also in " + other + "; rename one, ids are unique");
        }
        if (route.text("description").isBlank()) {
            report.add(route, "a route needs a description; say in one line what it answers");
        }
        RouteNode from = route.get("from");
        if (!from.isMap()) {
            report.add(route, "a route needs from:; write it with uri: and steps:");
        } else {
            from(report, from);
        }
    }

    private void from(Report report, RouteNode from) {
        report.onlyKeys(from, FROM_KEYS);
        RouteNode steps = from.get("steps");
        if (steps.items().isEmpty()) {
            report.add(from, "from: has no list steps:; write what the route does");
            return;
        }
        String uri = from.text("uri");
        if (uri.equals("platform-http")) {
            endpoint(report, from, steps.items());
        } else if (DIRECT.matcher(uri).matches()) {
            if (!directs.add(uri)) {
                report.add(from, uri + " is defined twice; rename one");
            }
            report.noMember(from, "parameters");
        } else if (TIMER.matcher(uri).matches()) {
            timer(report, from.get("parameters"));
        } else if (uri.equals("pod-events")) {
            report.noMember(from, "parameters");
        } else {
            report.add(
                    from, "from: " + uri + " is not allowed; use platform-http, direct:NAME, timer:NAME or pod-events");
        }
        StepRules stepRules = new StepRules(report, beans);
        stepRules.check(steps.items());
        this.steps.add(stepRules);
    }

    private static void timer(Report report, RouteNode parameters) {
        report.onlyKeys(parameters, TIMER_KEYS);
        parameters.members().forEach((key, value) -> {
            if (!TIME.matcher(value.text()).matches()) {
                report.add(value, key + " is neither number nor time; write one such as 30s");
            }
        });
    }

    private void endpoint(Report report, RouteNode from, List<RouteNode> steps) {
        RouteNode parameters = from.get("parameters");
        if (!parameters.isMap()) {
            report.add(from, "platform-http needs parameters:; write path: and httpMethodRestrict:");
            return;
        }
        report.onlyKeys(parameters, HTTP_KEYS);
        String path = parameters.text("path");
        String method = parameters.text("httpMethodRestrict");
        if (!PATH.matcher(path).matches()) {
            report.add(
                    parameters,
                    "path must be literal segments and {parameters}; write one such as /api/v1/things/{name}");
            return;
        }
        if (!METHODS.contains(method)) {
            report.add(parameters, "httpMethodRestrict is no method; write one of GET, POST, PUT, DELETE");
        }
        if (!MEDIA_TYPES
                .matcher(parameters.text("produces") + parameters.text("consumes"))
                .matches()) {
            report.add(
                    parameters, "produces and consumes must be media types; write them with commas and without spaces");
        }
        String other = paths.putIfAbsent(
                method + " " + path.replaceAll("\\{[^}]*}", "{}"), report.file().name());
        if (other != null) {
            report.add(parameters, method + " " + path + " is also in " + other + "; change one, paths are unique");
        }
        if (!PublicPaths.contains(path)) {
            new GateRules(report, path).check(from, steps);
        }
    }

    /** Collects what is wrong with one route. */
    final class Report {
        private final RouteFile file;
        private final String route;

        Report(RouteFile file, String route) {
            this.file = file;
            this.route = route;
        }

        RouteFile file() {
            return file;
        }

        void add(RouteNode at, String reason) {
            problems.add(new RouteProblem(file.name(), at.line(), route, reason));
        }

        void onlyKeys(RouteNode node, Set<String> allowed) {
            node.members().forEach((key, value) -> {
                if (!allowed.contains(key)) {
                    add(
                            value,
                            "'" + key + "' is not allowed here; allowed: "
                                    + String.join(
                                            ", ", allowed.stream().sorted().toList()));
                }
            });
        }

        void noMember(RouteNode node, String key) {
            if (node.has(key)) {
                add(node, "'" + key + "' is not allowed here; remove it");
            }
        }
    }
}
