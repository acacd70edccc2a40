package io.kubelens.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The generation of routes that serves now; one reference, flipped when another takes over. */
public final class CurrentRoutes {
    private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();
    private final AtomicInteger flips = new AtomicInteger();

    Generation get() {
        return Objects.requireNonNull(current.get(), "no routes are running");
    }

    /** As {@link #get}, before there is one as well. */
    @Nullable
    Generation serving() {
        return current.get();
    }

    @Nullable
    Generation flip(@Nullable Generation next) {
        flips.incrementAndGet();
        return current.getAndSet(next);
    }

    /** How often routes have taken over since the start; 1 for those it began with. */
    public int generation() {
        return flips.get();
    }

    /** How many routes serve now. */
    public int size() {
        return get().camel().getRoutesSize();
    }

    /** The generation that serves now, which nobody stops until the caller calls {@link Underway#leave}. */
    Generation enter() {
        while (true) {
            Generation now = get();
            now.underway().enter();
            if (now == current.get()) {
                return now;
            }
            now.underway().leave();
        }
    }

    /**
     * Sends a body through a {@code direct:} route, as whatever serves now would treat it.
     *
     * @return the body that comes out
     * @throws RuntimeException what the route throws
     */
    public Object call(String direct, Object body, Map<String, Object> properties) {
        Generation serving = enter();
        try {
            return call(serving.camel(), direct, body, properties);
        } finally {
            serving.underway().leave();
        }
    }

    private static Object call(CamelContext camel, String direct, Object body, Map<String, Object> properties) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getIn().setBody(body);
        properties.forEach(exchange::setProperty);
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.send(direct, exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
        }
        return exchange.getMessage().getBody();
    }
}
