package io.kubelens.http;

import io.kubelens.logs.EventStream;
import io.kubelens.request.Query;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code from: platform-http}: runs the route on a virtual thread and answers on the event loop. What comes from
 * outside reaches the steps only through {@link #expose}: path parameters as headers, checked; nothing else.
 */
final class RouteConsumer extends DefaultConsumer implements PlatformHttpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(RouteConsumer.class);
    private static final String REQUEST = "request";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

    private final Router router;
    private final Handler<RoutingContext> bodies;
    private final Door door;
    private final boolean open;
    /** Probes always pass, and a stream has limits of its own: to open one takes little. */
    private final boolean passes;

    private final Places places;
    private final Answers answers;
    private volatile @Nullable String id;

    /** @param bodies reads the body of a request before its route begins */
    RouteConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            Router router,
            Handler<RoutingContext> bodies,
            Places places,
            Answers answers) {
        super(endpoint, processor);
        this.router = router;
        this.bodies = bodies;
        this.open = PublicPaths.contains(endpoint.getPath());
        String produces = endpoint.getProduces();
        this.passes =
                PublicPaths.isProbe(endpoint.getPath()) || (produces != null && produces.contains("text/event-stream"));
        this.places = places;
        this.answers = answers;
        this.door = new Door(answers);
    }

    /**
     * All that a router knows of a route. It is shut when the route stops, since a stream keeps the router that its
     * request came through for as long as it lives, and must not keep a whole generation with it.
     */
    private static final class Door implements Handler<RoutingContext> {
        private final Answers answers;
        private volatile @Nullable RouteConsumer behind;

        Door(Answers answers) {
            this.answers = answers;
        }

        @Override
        public void handle(RoutingContext context) {
            RouteConsumer consumer = behind;
            if (consumer == null) {
                answers.error(context, new Stopping());
            } else {
                consumer.handleRequest(context);
            }
        }
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        PlatformHttpEndpoint endpoint = getEndpoint();
        String path = PARAMETER.matcher(endpoint.getPath()).replaceAll(":$1");
        io.vertx.ext.web.Route mounted = router.route(HttpMethod.valueOf(endpoint.getHttpMethodRestrict()), path);
        mediaTypes(endpoint.getConsumes()).forEach(mounted::consumes);
        mediaTypes(endpoint.getProduces()).forEach(mounted::produces);
        door.behind = this;
        mounted.handler(bodies).handler(door);
    }

    private static List<String> mediaTypes(@Nullable String list) {
        return list == null ? List.of() : List.of(list.split(",", -1));
    }

    @Override
    protected void doStop() throws Exception {
        door.behind = null;
        super.doStop();
    }

    static Request request(Exchange exchange) {
        return exchange.getProperty(REQUEST, Request.class);
    }

    /** Makes the checked parts of the request visible to the steps of the route. */
    static void expose(Request request, Exchange exchange) {
        Query query = request.check();
        request.pathParameters().forEach(exchange.getMessage()::setHeader);
        exchange.setProperty("query", query);
        exchange.setProperty("lastEventId", request.lastEventId());
        exchange.setProperty("ifMatch", request.ifMatch());
    }

    private void handleRequest(RoutingContext context) {
        Request request = Request.of(context).matched(id(), Map.copyOf(context.pathParams()), query(context));
        if (isSuspended()) {
            answers.error(context, new Stopping());
            return;
        }
        Context loop = Vertx.currentContext();
        Exchange exchange = exchange(context, request);
        Runnable run = () -> run(exchange, context, request, loop);
        try {
            if (passes) {
                places.runAnyway(run);
            } else {
                places.run(run);
            }
        } catch (Busy e) {
            answers.error(context, e);
        }
    }

    /** Camel tells its own wrapper of this consumer which route it is in, not this one; known once all have started. */
    private String id() {
        String known = id;
        if (known == null) {
            known = lookUpId();
            id = known;
        }
        return known;
    }

    private String lookUpId() {
        return getEndpoint().getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint().equals(getEndpoint()))
                .map(Route::getId)
                .findFirst()
                .orElse("none");
    }

    private static Map<String, List<String>> query(RoutingContext context) {
        Map<String, List<String>> query = new TreeMap<>();
        context.queryParams().forEach(e -> query.computeIfAbsent(e.getKey(), k -> new ArrayList<>())
                .add(e.getValue()));
        return query;
    }

    private Exchange exchange(RoutingContext context, Request request) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        Buffer body = context.body() == null ? null : context.body().buffer();
        exchange.getIn().setBody(body == null || body.length() == 0 ? null : body.getBytes());
        exchange.setProperty(REQUEST, request);
        exchange.setProperty("mediaType", context.getAcceptableContentType());
        return exchange;
    }

    private void run(Exchange exchange, RoutingContext context, Request request, Context loop) {
        Answer answer;
        RequestLog.enter(request);
        try {
            answer = answers.represent(process(exchange, request), request);
        } catch (RuntimeException | Error e) {
            answer = answers.refusal(e, request);
        } finally {
            RequestLog.leave();
            Underway.answered(context);
        }
        Answer ready = answer;
        try {
            loop.runOnContext(v -> answers.send(context, ready));
        } catch (RejectedExecutionException e) {
            LOG.warn("The route {} ended after the server had stopped; nobody got its answer", id());
        }
    }

    private Answer process(Exchange exchange, Request request) {
        try {
            createUoW(exchange);
            if (open) {
                expose(request, exchange);
            }
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        try {
            return answer(exchange, request);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    /** The second lock: a protected route that is about to answer without a principal answers 500 instead. */
    private Answer answer(Exchange exchange, Request request) {
        Throwable failure = exchange.getException();
        if (failure == null && !open && request.principal() == null) {
            LOG.error("ALARM: route {} answered without a principal; the answer was withheld", request.route());
            failure = new IllegalStateException("no principal");
        }
        if (failure == null) {
            try {
                return Answer.from(exchange, request.pathParameters().keySet());
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        // A stream that a later step failed behind: nobody else will close it.
        if (exchange.getMessage().getBody() instanceof EventStream stream) {
            stream.close();
        }
        return answers.refusal(failure, request);
    }
}
