package io.kubelens.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.main.Main;

/** {@code /metrics} on the management port: Camel's own server, in a context of its own that outlives generations. */
public final class Management implements AutoCloseable {
    private final Main main = new Main();

    /**
     * Listens at once.
     *
     * @param host the address to bind, {@code 0.0.0.0} for all
     * @param port 0 for no management server
     * @param properties the file of Camel's settings, or empty
     */
    public Management(Vertx vertx, String host, int port, PrometheusMeterRegistry registry, String properties) {
        main.setDefaultPropertyPlaceholderLocation(properties.isEmpty() ? "false" : "file:" + properties);
        main.addOverrideProperty("camel.main.name", "kubelens-management");
        main.addOverrideProperty("camel.main.routesIncludePattern", "false");
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", Boolean.toString(port > 0));
        main.addOverrideProperty("camel.management.host", host);
        main.addOverrideProperty("camel.management.port", Integer.toString(port));
        main.bind("metricsRegistry", registry);
        main.bind("vertx", vertx);
        try {
            if (port > 0) {
                claim(host, port);
            }
            main.start();
        } catch (Exception e) {
            main.stop();
            throw new IllegalStateException(
                    "cannot serve metrics on port " + port + ": " + e.getMessage()
                            + "; give another one with --management-port, or 0 for none",
                    e);
        }
    }

    /** Camel itself only warns of a port that it cannot have. */
    private static void claim(String host, int port) throws IOException {
        new ServerSocket(port, 1, InetAddress.getByName(host)).close();
    }

    @Override
    public void close() {
        main.stop();
    }
}
