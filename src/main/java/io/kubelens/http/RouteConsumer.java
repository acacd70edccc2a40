package io.kubelens.http;

import io.kubelens.logs.EventStream;
import io.kubelens.request.Query;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code from: platform-http}: runs the route on a virtual thread and answers on the event loop. What comes from
 * outside reaches the steps only through {@link #expose}: path parameters as headers, checked; nothing else.
 */
final class RouteConsumer extends VertxPlatformHttpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(RouteConsumer.class);
    private static final String REQUEST = "request";

    private final Pattern path;
    private final boolean open;
    /** Probes always pass, and a stream has limits of its own: to open one takes little. */
    private final boolean passes;

    private final Places places;
    private final Answers answers;
    private volatile @Nullable String id;

    RouteConsumer(PlatformHttpEndpoint endpoint, Processor processor, String router, Places places, Answers answers) {
        super(endpoint, processor, List.of(), router);
        this.path = Pattern.compile(endpoint.getPath().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+") + "/?");
        this.open = PublicPaths.contains(endpoint.getPath());
        String produces = endpoint.getProduces();
        this.passes =
                PublicPaths.isProbe(endpoint.getPath()) || (produces != null && produces.contains("text/event-stream"));
        this.places = places;
        this.answers = answers;
    }

    boolean matches(String requested) {
        return path.matcher(requested).matches();
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

    @Override
    protected void handleRequest(RoutingContext context) {
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
            answer = answers.refusal(e, request, exchange);
        } finally {
            RequestLog.leave();
        }
        Answer ready = answer;
        loop.runOnContext(v -> answers.send(context, ready));
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
        return answers.refusal(failure, request, exchange);
    }
}
