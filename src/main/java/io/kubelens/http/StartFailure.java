package io.kubelens.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Tells where in the route files it is that Camel does not like. Camel names a route at most, and no line. */
final class StartFailure {
    /** Shorter texts stand in messages by chance. */
    private static final int TELLING = 4;

    private static final String FIX = "; correct what Camel names here";

    private final List<RouteFile> files;

    StartFailure(List<RouteFile> files) {
        this.files = files;
    }

    /** What went wrong while the routes were made or started. */
    RouteProblem of(Exception failure) {
        return of(routeId(failure), failure);
    }

    /** What went wrong while one route was started. */
    RouteProblem of(String id, Exception failure) {
        String reason = reason(failure);
        for (RouteFile file : files) {
            for (RouteNode item : RouteNode.parse(file.yaml()).items()) {
                RouteNode route = item.get("route");
                if (route.text("id").equals(id)) {
                    return new RouteProblem(file.name(), line(route, reason), id, reason);
                }
            }
        }
        return new RouteProblem(files.isEmpty() ? "routes" : files.getFirst().name(), 1, "-", reason);
    }

    /** What went wrong while one file was loaded. */
    static RouteProblem in(RouteFile file, Exception failure) {
        int line = 1;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
            }
        }
        String id = RouteNode.parse(file.yaml()).items().stream()
                .map(item -> item.get("route").text("id"))
                .findFirst()
                .orElse("-");
        return new RouteProblem(file.name(), line, id, reason(failure));
    }

    private static String routeId(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException e) {
                return Objects.requireNonNullElse(e.getRouteId(), "");
            }
            if (cause instanceof FailedToStartRouteException e) {
                return Objects.requireNonNullElse(e.getRouteId(), "");
            }
        }
        return "";
    }

    /** That of the longest text of the route which the message repeats, else the route's own. */
    private static int line(RouteNode route, String reason) {
        List<RouteNode> texts = new ArrayList<>();
        collect(route.get("from"), texts);
        @Nullable RouteNode best = null;
        for (RouteNode text : texts) {
            int length = text.text().length();
            if (length >= TELLING && (best == null || length > best.text().length()) && reason.contains(text.text())) {
                best = text;
            }
        }
        return best == null ? route.line() : best.line();
    }

    private static void collect(RouteNode node, List<RouteNode> texts) {
        node.members().forEach((key, value) -> {
            texts.add(new RouteNode(value.line(), key));
            collect(value, texts);
        });
        node.items().forEach(item -> collect(item, texts));
        if (!node.text().isEmpty()) {
            texts.add(node);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse("unknown") + FIX;
    }
}
