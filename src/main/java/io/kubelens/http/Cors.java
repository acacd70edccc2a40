package io.kubelens.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Cross-origin answers for an exact list of origins; none by default. Vert.x' own handler refuses every origin that is
 * not listed with 403, the gateway's own page among them, so this one only adds what a listed origin needs. Tokens
 * travel in a header, never in cookies: no credentials.
 */
final class Cors {
    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Whether the request was a preflight, and is answered. */
    boolean answers(RoutingContext context) {
        if (origins.isEmpty()) {
            return false;
        }
        HttpServerResponse response = context.response();
        response.putHeader("Vary", "Origin");
        String origin = context.request().getHeader("Origin");
        if (origin == null || !origins.contains(origin)) {
            return false;
        }
        response.putHeader("Access-Control-Allow-Origin", origin);
        response.putHeader("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id");
        if (!context.request().method().equals(HttpMethod.OPTIONS)
                || context.request().getHeader("Access-Control-Request-Method") == null) {
            return false;
        }
        response.putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        response.putHeader(
                "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID");
        response.putHeader("Access-Control-Max-Age", "600");
        response.setStatusCode(204).end();
        return true;
    }
}
