package io.kubelens.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one generation of routes is working on; whoever stops it waits until that is nothing. A request counts until its
 * route has left an answer: a stream that is still being written then is none of the generation's business.
 */
final class Underway {
    private static final String TURN = Underway.class.getName();
    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    void enter() {
        count.incrementAndGet();
    }

    void leave() {
        count.decrementAndGet();
    }

    /** Counts a request until {@link #answered} or its end, whichever is first. */
    void begin(RoutingContext context) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable end = () -> {
            if (!over.getAndSet(true)) {
                leave();
            }
        };
        enter();
        context.put(TURN, end);
        context.addEndHandler(ended -> end.run());
    }

    static void answered(RoutingContext context) {
        Runnable end = context.get(TURN);
        if (end != null) {
            end.run();
        }
    }
}
