package io.kubelens.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the router of a generation: what holds for every request, before and around its routes. */
final class Routers {
    private static final Map<Integer, String> ERRORS = Map.of(
            400, "bad request",
            404, "not found",
            406, "not acceptable",
            413, "request body too large",
            415, "unsupported media type",
            417, "expectation failed",
            500, "internal error");

    private final Vertx vertx;
    private final Answers answers;
    private final Deadlines deadlines;
    private final Cors cors;
    private final AtomicInteger running = new AtomicInteger();

    Routers(Vertx vertx, Answers answers, Deadlines deadlines, Cors cors) {
        this.vertx = vertx;
        this.answers = answers;
        this.deadlines = deadlines;
        this.cors = cors;
    }

    static String requestId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    /** @param underway where the generation of this router counts its requests */
    Router create(Underway underway) {
        Router router = Router.router(vertx);
        ERRORS.forEach((status, text) ->
                router.errorHandler(status, context -> answers.error(context, Refusal.plain(status, text))));
        router.route().handler(context -> {
            underway.begin(context);
            begin(context);
        });
        return router;
    }

    /** Requests that have not been answered in full, streams included. */
    int running() {
        return running.get();
    }

    private void begin(RoutingContext context) {
        running.incrementAndGet();
        context.addEndHandler(ended -> running.decrementAndGet());
        deadlines.begin(context);
        Request request = Request.begin(context.request(), context);
        context.response().putHeader("X-Request-Id", request.id());
        if (cors.answers(context)) {
            return;
        }
        if (isDevious(request.path())) {
            answers.error(context, Refusal.plain(400, "path must not hold '.' or '..' segments, or encoded slashes"));
            return;
        }
        context.next();
    }

    /** Paths that one reader and the next could understand differently. No name in Kubernetes needs them. */
    static boolean isDevious(String path) {
        String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
        return plain.contains("%2f")
                || plain.contains("%5c")
                || plain.contains("%25")
                || plain.contains("%00")
                || plain.contains("\\")
                || plain.contains("/../")
                || plain.contains("/./")
                || plain.endsWith("/..")
                || plain.endsWith("/.");
    }
}
