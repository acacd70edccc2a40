package io.kubelens.http;

import java.util.List;
import java.util.Map;

/** What shows of route files before they are started: one place for starts, for reloads and for the checker. */
final class Verdict {
    private Verdict() {}

    /** The rules of the house, then Camel's schema on what these let through; empty when both take it. */
    static List<RouteProblem> of(List<RouteFile> files, Map<String, Object> beans) {
        List<RouteProblem> problems = RouteRules.check(files, beans);
        return problems.isEmpty() ? RouteSchema.check(files) : problems;
    }
}
