package io.kubelens.http;

import io.kubelens.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The verdict of the gateway on route files, without serving them: a generation is started that gets no request. */
public final class RouteCheck {
    private RouteCheck() {}

    /**
     * Every reason why a gateway with these beans would refuse the files; empty if it would run them.
     *
     * @param beans what routes may refer to, by name
     * @param properties the file of Camel's settings, or empty
     */
    public static List<RouteProblem> of(
            Vertx vertx, Config.Server config, List<RouteFile> files, Map<String, Object> beans, String properties) {
        RequestMeters meters = new RequestMeters(new SimpleMeterRegistry());
        Answers answers = new Answers(new OpenStreams(), meters, new AuditTrail(new CurrentRoutes()));
        Router router = Router.router(vertx);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpEngine engine = new HttpEngine(vertx, router, new Places(threads), answers, config.maxBodyBytes());
            Generation.start(files, beans, engine, router, new Underway(), properties)
                    .close();
            return List.of();
        } catch (RoutesRefused e) {
            return e.problems();
        }
    }
}
