package io.kubelens.http;

import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * One set of routes, running: a whole Camel context with a router of its own. It is made, used and stopped as one. What
 * begins by itself (timers, events) runs only between {@link #goLive} and {@link #standDown}.
 */
final class Generation implements AutoCloseable {
    private final Main main;
    private final Router router;
    private final Underway underway;
    private final StartFailure failure;
    private final Map<String, Object> description;
    private final List<String> background;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Generation(
            Main main, Router router, Underway underway, StartFailure failure, Map<String, Object> description) {
        this.main = main;
        this.router = router;
        this.underway = underway;
        this.failure = failure;
        this.description = description;
        this.background = definitions(main.getCamelContext()).stream()
                .filter(Generation::beginsByItself)
                .map(RouteDefinition::getRouteId)
                .toList();
    }

    /**
     * Checks and starts the routes, but for those that begin by themselves.
     *
     * @param properties where Camel's own settings are, a path or empty
     * @throws RoutesRefused if they break a rule or Camel cannot start them; nothing is left running
     */
    static Generation start(
            List<RouteFile> files,
            Map<String, Object> beans,
            HttpEngine engine,
            Router router,
            Underway underway,
            String properties) {
        List<RouteProblem> problems = Verdict.of(files, beans);
        if (!problems.isEmpty()) {
            throw new RoutesRefused(problems);
        }
        Main main = new Main();
        // Camel's own hangs every context into the shutdown of the JVM, for as long as that runs.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation(properties.isEmpty() ? "false" : "file:" + properties);
        // The host process has the servers, the metrics and the shutdown hook; a generation has only routes.
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.metrics.enabled", "false");
        main.addOverrideProperty("camel.main.routesIncludePattern", "false");
        // Whoever stops a generation has waited for its requests; what is left then is stuck.
        main.addOverrideProperty("camel.main.shutdownTimeout", "1");
        main.configure().withAutoConfigurationFailFast(true);
        Map<String, Object> all = new HashMap<>(beans);
        all.putAll(engine.beans());
        all.forEach(main::bind);
        boolean started = false;
        try {
            StartFailure failure = new StartFailure(files);
            run(main, files, failure);
            Generation generation = new Generation(main, router, underway, failure, ApiDescription.of(files, beans));
            started = true;
            return generation;
        } finally {
            if (!started) {
                main.stop();
            }
        }
    }

    private static void run(Main main, List<RouteFile> files, StartFailure failure) {
        try {
            main.init();
            prepare(main.getCamelContext());
            for (RouteFile file : files) {
                load(main.getCamelContext(), file);
            }
            definitions(main.getCamelContext()).stream()
                    .filter(Generation::beginsByItself)
                    .forEach(route -> route.setAutoStartup("false"));
            main.start();
        } catch (RoutesRefused e) {
            throw e;
        } catch (Exception e) {
            throw new RoutesRefused(List.of(failure.of(e)));
        }
    }

    private static void prepare(CamelContext camel) {
        // A denial is an answer, not a failure to be logged with its stack; the engine maps what comes out.
        camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerBuilder());
        camel.setStreamCaching(false);
        camel.setUseMDCLogging(false);
        camel.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof TimerEndpoint timer) {
                timer.setExceptionHandler(new TimerFailures(uri));
            }
            return endpoint;
        });
    }

    private static void load(CamelContext camel, RouteFile file) {
        Resource resource = ResourceHelper.fromBytes(file.name(), file.yaml().getBytes(StandardCharsets.UTF_8));
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
        } catch (Exception e) {
            throw new RoutesRefused(List.of(StartFailure.in(file, e)));
        }
    }

    private static List<RouteDefinition> definitions(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    }

    private static boolean beginsByItself(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        return !uri.startsWith("platform-http") && !uri.startsWith("direct:");
    }

    /**
     * Starts what begins by itself, again if it has been before.
     *
     * @throws RoutesRefused if that cannot be
     */
    void goLive() {
        for (String id : background) {
            try {
                RouteController controller = camel().getRouteController();
                if (controller.getRouteStatus(id).isStarted()) {
                    ServiceHelper.startService(camel().getRoute(id).getConsumer());
                } else {
                    controller.startRoute(id);
                }
            } catch (Exception e) {
                throw new RoutesRefused(List.of(failure.of(id, e)));
            }
        }
    }

    /** Ends what begins by itself; what has begun goes on. */
    void standDown() {
        for (String id : background) {
            Route route = camel().getRoute(id);
            if (route != null) {
                ServiceHelper.stopService(route.getConsumer());
            }
        }
    }

    /** Its endpoints, in OpenAPI. */
    Map<String, Object> description() {
        return description;
    }

    Router router() {
        return router;
    }

    Underway underway() {
        return underway;
    }

    /** Requests, and exchanges that no request waits for: timers, events, wire taps. */
    int working() {
        return underway.count() + camel().getInflightRepository().size();
    }

    CamelContext camel() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            main.stop();
        }
    }
}
