package io.kubelens.http;

import io.kubelens.config.Config;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running gateway: one server, and the current generation of routes behind it. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** What plain requests may take after the routes that they run on have been replaced. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Config.Server config;
    private final Map<String, Object> beans;
    private final String properties;
    private final OpenStreams streams;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("route-", 0).factory());
    private final Places places = new Places(threads);
    private final CurrentRoutes current;
    private final Generations generations;
    private final Vertx vertx;
    private final AuditTrail audit;
    private final Answers answers;
    private final Routers routers;
    private final WebServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts the routes, then listens.
     *
     * @param beans what routes may refer to, by name
     * @param properties the file of Camel's settings, or empty
     * @param current where the running generation is kept, for those who call routes themselves
     * @throws RoutesRefused if the routes may not run
     * @throws IllegalStateException if the port cannot be had
     */
    public Gateway(
            Vertx vertx,
            Config.Server config,
            Listen listen,
            List<RouteFile> files,
            Map<String, Object> beans,
            String properties,
            CurrentRoutes current,
            OpenStreams streams,
            RequestMeters meters) {
        this.vertx = vertx;
        this.config = config;
        this.beans = Map.copyOf(beans);
        this.properties = properties;
        this.current = current;
        this.streams = streams;
        this.audit = new AuditTrail(current);
        this.answers = new Answers(streams, meters, audit);
        Deadlines deadlines = new Deadlines(vertx, config);
        this.routers = new Routers(vertx, answers, deadlines, new Cors(Set.copyOf(config.corsOrigins())));
        this.generations = new Generations(current, this::generation, DRAIN);
        try {
            generations.serve(files);
            this.server = new WebServer(vertx, config, listen.host(), listen.port(), deadlines, current);
        } catch (RuntimeException e) {
            generations.close();
            threads.close();
            throw e;
        }
        audit.start();
        LOG.info(
                "Listening on {}:{} with {} routes",
                listen.host(),
                port(),
                current.get().camel().getRoutesSize());
    }

    /**
     * Where to listen.
     *
     * @param port 0 for any free one
     */
    public record Listen(String host, int port) {}

    private Generation generation(List<RouteFile> files) {
        Underway underway = new Underway();
        Router router = routers.create(underway);
        HttpEngine engine = new HttpEngine(vertx, router, places, answers, config.maxBodyBytes());
        return Generation.start(files, beans, engine, router, underway, properties);
    }

    /**
     * Serves other routes from now on. No request fails and no stream ends over it: what runs goes on, for at most 30 s
     * when it is no stream.
     *
     * @throws RoutesRefused if they may not run; those before go on serving
     */
    public void replace(List<RouteFile> files) {
        generations.serve(files);
    }

    /** Where to say what happened. */
    public AuditTrail audit() {
        return audit;
    }

    public int port() {
        return server.port();
    }

    /** Exchanges that routes are working on; a stream that was handed over is none. */
    int inflight() {
        return current.get().camel().getInflightRepository().size();
    }

    /** Generations that have been replaced and are still at work. */
    int retired() {
        return generations.retired();
    }

    /**
     * Aborts the streams, so that clients reconnect elsewhere, lets plain requests finish within
     * {@code server.shutdown_seconds}, then stops.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        streams.abortAll();
        long deadline =
                System.nanoTime() + Duration.ofSeconds(config.shutdownSeconds()).toNanos();
        while (routers.running() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        server.close();
        threads.shutdown();
        audit.close();
        generations.close();
        LOG.info("Stopped");
    }
}
