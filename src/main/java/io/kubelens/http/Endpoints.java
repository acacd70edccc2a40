package io.kubelens.http;

import io.kubelens.openapi.Endpoint;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What route files offer over HTTP, as far as they and the beans that they call say. They must have been checked. */
final class Endpoints {
    private final Map<String, Object> beans;
    private final Map<String, List<RouteNode>> directs = new HashMap<>();
    private final List<RouteNode> offered = new ArrayList<>();

    private Endpoints(List<RouteFile> files, Map<String, Object> beans) {
        this.beans = beans;
        for (RouteFile file : files) {
            for (RouteNode item : RouteNode.parse(file.yaml()).items()) {
                add(item.get("route"));
            }
        }
    }

    static List<Endpoint> of(List<RouteFile> files, Map<String, Object> beans) {
        Endpoints endpoints = new Endpoints(files, beans);
        return endpoints.offered.stream().map(endpoints::endpoint).toList();
    }

    private void add(RouteNode route) {
        RouteNode from = route.get("from");
        if (from.text("uri").equals("platform-http")) {
            offered.add(route);
        } else {
            directs.put(from.text("uri"), from.get("steps").items());
        }
    }

    private Endpoint endpoint(RouteNode route) {
        RouteNode from = route.get("from");
        RouteNode http = from.get("parameters");
        BodyFlow flow = new BodyFlow(beans, directs);
        var types = flow.through(from.get("steps").items());
        String path = http.text("path");
        return new Endpoint(
                route.text("id"),
                route.text("description"),
                PublicPaths.contains(path),
                http.text("httpMethodRestrict"),
                path,
                list(http.text("produces")),
                flow.parameters(),
                http.text("httpMethodRestrict").equals("GET") ? null : flow.takes(),
                new Endpoint.Outcome(status(flow, types), types, flow.kept(), flow.conditional()));
    }

    /** Without a body the engine answers 204. */
    private static int status(BodyFlow flow, Set<Type> types) {
        return flow.status() == 200 && types.equals(Set.of(Void.class)) ? 204 : flow.status();
    }

    private static List<String> list(String mediaTypes) {
        return Arrays.stream(mediaTypes.split(",", -1))
                .filter(type -> !type.isEmpty())
                .toList();
    }
}
