package io.kubelens.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final List<RouteConsumer> consumers = new ArrayList<>();

    HttpEngine(Vertx vertx, Router router, Places places, Answers answers, int maxBodyBytes) {
        this.vertx = vertx;
        this.router = router;
        this.places = places;
        this.answers = answers;
        this.maxBodyBytes = maxBodyBytes;
        router.errorHandler(405, context -> {
            context.response().putHeader("Allow", allowed(context.normalizedPath()));
            answers.error(context, Refusal.plain(405, "method not allowed"));
        });
    }

    private String allowed(String path) {
        return consumers.stream()
                .filter(c -> c.matches(path))
                .map(c -> c.getEndpoint().getHttpMethodRestrict())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** What the engine needs in the registry of its Camel context, by name. */
    Map<String, Object> beans() {
        VertxPlatformHttpRouter named =
                new VertxPlatformHttpRouter(
                        null, vertx, router, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
                    @Override
                    public Handler<RoutingContext> bodyHandler() {
                        return BodyHandler.create(false).setBodyLimit(maxBodyBytes);
                    }
                };
        return Map.of(ENGINE_NAME, this, VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO, named);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        String name = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO;
        RouteConsumer consumer = new RouteConsumer(endpoint, processor, name, places, answers);
        consumers.add(consumer);
        return consumer;
    }

    /** The server is ours and its port is not Camel's business; 0 avoids the stock engine's look-up (camel.md 2). */
    @Override
    public int getServerPort() {
        return 0;
    }
}
