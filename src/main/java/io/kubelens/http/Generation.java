package io.kubelens.http;

import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** One set of routes, running: a whole Camel context with a router of its own. It is made, used and stopped as one. */
final class Generation implements AutoCloseable {
    private final Main main;
    private final Router router;
    private final Map<String, Object> description;

    private Generation(Main main, Router router, Map<String, Object> description) {
        this.main = main;
        this.router = router;
        this.description = description;
    }

    /**
     * Checks and starts the routes.
     *
     * @param properties where Camel's own settings are, a path or empty
     * @throws RoutesRefused if they break a rule or Camel cannot start them; nothing is left running
     */
    static Generation start(
            List<RouteFile> files, Map<String, Object> beans, HttpEngine engine, Router router, String properties) {
        List<RouteProblem> problems = Verdict.of(files, beans);
        if (!problems.isEmpty()) {
            throw new RoutesRefused(problems);
        }
        Main main = new Main();
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
        try {
            main.init();
            prepare(main.getCamelContext());
            for (RouteFile file : files) {
                load(main.getCamelContext(), file);
            }
            main.start();
        } catch (RoutesRefused e) {
            main.stop();
            throw e;
        } catch (Exception e) {
            main.stop();
            throw new RoutesRefused(List.of(new RouteProblem(files.getFirst().name(), 1, "-", reason(e))));
        }
        return new Generation(main, router, ApiDescription.of(files, beans));
    }

    private static void prepare(CamelContext camel) {
        // A denial is an answer, not a failure to be logged with its stack; the engine maps what comes out.
        camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerBuilder());
        camel.setStreamCaching(false);
        camel.setUseMDCLogging(false);
    }

    private static void load(CamelContext camel, RouteFile file) {
        Resource resource = ResourceHelper.fromBytes(file.name(), file.yaml().getBytes(StandardCharsets.UTF_8));
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
        } catch (Exception e) {
            throw new RoutesRefused(List.of(new RouteProblem(file.name(), 1, "-", reason(e))));
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().findFirst().orElse("unknown") + "; correct what Camel names here";
    }

    /** Its endpoints, in OpenAPI. */
    Map<String, Object> description() {
        return description;
    }

    Router router() {
        return router;
    }

    CamelContext camel() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
