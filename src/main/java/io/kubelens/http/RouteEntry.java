package io.kubelens.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A route as its file tells of it.
 *
 * @param method of HTTP, or empty where other routes or Java call it
 * @param path of HTTP, or the URI that it is called by, for example {@code direct:audit}
 * @param line where it begins, 1-based
 * @param open whether it answers without a token
 */
public record RouteEntry(
        String id, String method, String path, String file, int line, String description, boolean open) {
    /**
     * The routes of some files, in their order.
     *
     * @throws RoutesRefused if a file is not YAML; whether routes keep the rules is not looked at
     */
    public static List<RouteEntry> of(List<RouteFile> files) {
        List<RouteEntry> entries = new ArrayList<>();
        for (RouteFile file : files) {
            try {
                for (RouteNode item : RouteNode.parse(file.yaml()).items()) {
                    entries.add(of(file, item.get("route")));
                }
            } catch (RouteNode.Malformed e) {
                throw new RoutesRefused(
                        List.of(new RouteProblem(file.name(), e.line(), "-", String.valueOf(e.getMessage()))));
            }
        }
        return entries;
    }

    private static RouteEntry of(RouteFile file, RouteNode route) {
        RouteNode from = route.get("from");
        RouteNode http = from.get("parameters");
        boolean endpoint = from.text("uri").equals("platform-http");
        String path = endpoint ? http.text("path") : from.text("uri");
        return new RouteEntry(
                route.text("id"),
                endpoint ? http.text("httpMethodRestrict") : "",
                path,
                file.name(),
                route.line(),
                route.text("description"),
                endpoint && PublicPaths.contains(path));
    }
}
