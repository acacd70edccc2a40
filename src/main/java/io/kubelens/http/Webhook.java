package io.kubelens.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other systems, for routes: posts JSON and waits for no answer. What cannot be told is lost, and logged. */
public final class Webhook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A receiver that is slow must not fill our memory. */
    private static final int UNDERWAY = 64;

    private final Semaphore free = new Semaphore(UNDERWAY);
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Sends it off; at most 64 at once, each for at most 5 s.
     *
     * @param url literal in the route, http or https; the route rules see to that
     */
    public void post(String url, String json) {
        URI target = URI.create(url);
        if (!free.tryAcquire()) {
            LOG.warn("Lost a message to {}: {} are underway", target.getHost(), UNDERWAY);
            return;
        }
        Thread.ofVirtual().name("webhook").start(() -> {
            try {
                send(target, json);
            } finally {
                free.release();
            }
        });
    }

    private void send(URI target, String json) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 300) {
                LOG.warn("Lost a message to {}: answered {}", target.getHost(), status);
            }
        } catch (IOException e) {
            LOG.warn("Lost a message to {}: {}", target.getHost(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is underway is given up. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
