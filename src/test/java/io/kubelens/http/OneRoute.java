package io.kubelens.http;

import java.util.List;
import java.util.Map;

/** What the rules say of one route in a file of its own. */
final class OneRoute {
    private OneRoute() {}

    /** {@code steps} is a list in YAML. That nobody has the targets of {@code direct:} is left out. */
    static List<String> problems(String folder, Map<String, Object> beans, String steps) {
        String yaml =
                """
                - route:
                    id: x
                    description: A store
                    from:
                      uri: direct:x
                      steps:
                """
                        + steps.indent(8);
        return RouteRules.check(List.of(new RouteFile("routes/" + folder + "/x.yaml", folder, yaml)), beans).stream()
                .map(RouteProblem::reason)
                .filter(reason -> !reason.startsWith("no route has from: direct:"))
                .toList();
    }
}
