package io.kubelens.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * What {@code platform-http} stands on: an ordinary engine to Camel, one per generation, which answers through our own
 * server. RATIONALE.md tells why Camel's own consumer cannot stream.
 */
final class HttpEngine extends VertxPlatformHttpEngine {
    static final String ENGINE_NAME = "platform-http-engine";

    private final Vertx vertx;
    private final Router router;
    private final Places places;
    private final Answers answers;
    private final int maxBodyBytes;
    private final List<Offer> offers = new ArrayList<>();

    HttpEngine(Vertx vertx, Router router, Places places, Answers answers, int maxBodyBytes) {
        this.vertx = vertx;
        this.router = router;
        this.places = places;
        this.answers = answers;
        this.maxBodyBytes = maxBodyBytes;
        // A stream keeps its router: the router must not keep this engine, which knows its Camel context.
        List<Offer> offered = offers;
        router.errorHandler(405, context -> {
            context.response().putHeader("Allow", allowed(offered, context.normalizedPath()));
            answers.error(context, Refusal.plain(405, "method not allowed"));
        });
    }

    /** A path and the one method that its route takes. */
    private record Offer(Pattern path, String method) {
        static Offer of(PlatformHttpEndpoint endpoint) {
            String path = endpoint.getPath().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+") + "/?";
            return new Offer(Pattern.compile(path), endpoint.getHttpMethodRestrict());
        }
    }

    private static String allowed(List<Offer> offers, String path) {
        return offers.stream()
                .filter(offer -> offer.path().matcher(path).matches())
                .map(Offer::method)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Handler<RoutingContext> bodies() {
        return BodyHandler.create(false).setBodyLimit(maxBodyBytes);
    }

    /** What the engine needs in the registry of its Camel context, by name. */
    Map<String, Object> beans() {
        String name = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO;
        return Map.of(ENGINE_NAME, this, name, new VertxPlatformHttpRouter(null, vertx, router, name));
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        offers.add(Offer.of(endpoint));
        return new RouteConsumer(endpoint, processor, router, bodies(), places, answers);
    }

    /** The server is ours and its port is not Camel's business; 0 avoids the stock engine's look-up (camel.md 2). */
    @Override
    public int getServerPort() {
        return 0;
    }
}
