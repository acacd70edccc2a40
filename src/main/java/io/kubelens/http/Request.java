package io.kubelens.http;

import io.kubelens.access.Principal;
import io.kubelens.request.BadRequest;
import io.kubelens.request.IfMatch;
import io.kubelens.request.Names;
import io.kubelens.request.Query;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, as the gate sees it. Steps of a route get its checked parts: path parameters as headers, the
 * query, the media type, {@code Last-Event-ID} and {@code If-Match} as exchange properties. The token stays here.
 */
final class Request {
    private static final String KEY = Request.class.getName();

    private final String id;
    private final String method;
    private final String path;
    private final String remote;
    private final @Nullable String authorization;
    private final @Nullable String lastEventId;
    private final @Nullable String ifNoneMatch;
    private final @Nullable String acceptEncoding;
    private final IfMatch ifMatch;
    private final long startedNanos = System.nanoTime();
    private String route = "none";
    private Map<String, String> pathParameters = Map.of();
    private Map<String, List<String>> rawQuery = Map.of();
    private volatile @Nullable Principal principal;
    private volatile @Nullable Principal stranger;
    private volatile String remark = "";

    private Request(HttpServerRequest http) {
        id = Routers.requestId();
        method = http.method().name();
        path = http.path() == null ? "" : http.path();
        remote = http.remoteAddress() == null
                ? ""
                : String.valueOf(http.remoteAddress().hostAddress());
        authorization = one(http, "Authorization");
        lastEventId = http.getHeader("Last-Event-ID");
        ifNoneMatch = list(http, "If-None-Match");
        acceptEncoding = list(http, "Accept-Encoding");
        ifMatch = new IfMatch(http.headers().getAll("If-Match"));
    }

    /** Two Authorization headers are no authorization: which one counts would depend on who reads them. */
    private static @Nullable String one(HttpServerRequest http, String name) {
        List<String> values = http.headers().getAll(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    /** A header that is a list may be split over several lines. */
    private static @Nullable String list(HttpServerRequest http, String name) {
        List<String> values = http.headers().getAll(name);
        return values.isEmpty() ? null : String.join(",", values);
    }

    /** Makes the request known to everything that handles this routing context. */
    static Request begin(HttpServerRequest http, RoutingContext context) {
        Request request = new Request(http);
        context.put(KEY, request);
        return request;
    }

    static Request of(RoutingContext context) {
        Request request = context.get(KEY);
        return request == null ? begin(context.request(), context) : request;
    }

    /** Called once the route is known. */
    Request matched(String routeId, Map<String, String> parameters, Map<String, List<String>> query) {
        route = routeId;
        pathParameters = Map.copyOf(parameters);
        rawQuery = Map.copyOf(query);
        return this;
    }

    /**
     * The query, if all of the request is well-formed.
     *
     * @throws BadRequest if a path parameter is not an RFC 1123 name or a query parameter is repeated
     */
    Query check() {
        pathParameters.forEach((name, value) -> {
            boolean good = name.equals("ns") ? Names.isLabel(value) : Names.isSubdomain(value);
            if (!good) {
                String what = name.equals("ns") ? "namespace" : name;
                throw new BadRequest(what + " is not a valid Kubernetes name (RFC 1123: a-z, 0-9, '-')");
            }
        });
        Map<String, String> values = new LinkedHashMap<>();
        rawQuery.forEach((name, all) -> {
            if (all.size() > 1) {
                throw new BadRequest("parameter '" + printable(name) + "' is repeated; give it once");
            }
            values.put(name, all.getFirst());
        });
        return new Query(values);
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return clean.length() > 40 ? clean.substring(0, 40) : clean;
    }

    /** Random, 16 hex digits; never taken from the caller. */
    String id() {
        return id;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** The peer's address; forwarding headers are not believed. */
    String remote() {
        return remote;
    }

    /** The id of the route that answers, or {@code none}. */
    String route() {
        return route;
    }

    Map<String, String> pathParameters() {
        return pathParameters;
    }

    /** Shows the {@code Authorization} header, or null, to one that checks it; steps of a route cannot call this. */
    <T> T authorization(Function<@Nullable String, T> verifier) {
        return verifier.apply(authorization);
    }

    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    /** The tags of what the caller has. */
    @Nullable
    String ifNoneMatch() {
        return ifNoneMatch;
    }

    @Nullable
    String acceptEncoding() {
        return acceptEncoding;
    }

    IfMatch ifMatch() {
        return ifMatch;
    }

    long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }

    void authenticated(Principal caller) {
        principal = caller;
    }

    /** A good token of somebody who is not let in: for logs and audit only. */
    void known(@Nullable Principal caller) {
        stranger = caller;
    }

    /** Who is calling, let in or not, as far as a token proved it. */
    @Nullable
    Principal caller() {
        Principal inside = principal;
        return inside != null ? inside : stranger;
    }

    /** Something for the log line of this request; never from the caller. */
    void remark(String text) {
        remark = text;
    }

    String remark() {
        return remark;
    }

    /** Who is calling; null until the gate has let the request in. */
    @Nullable
    Principal principal() {
        return principal;
    }

    @Override
    public String toString() {
        return method + " " + path + " [" + id + "]";
    }
}
