package io.kubelens.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays route cases against a running gateway, one at a time. A case with objects needs the routes {@code pods-list},
 * {@code pod-get} and {@code app-get}: by them the player knows when the gateway has seen the objects.
 */
public final class RouteCasePlayer implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CODE = "@CODE@";

    private final URI gateway;
    private final DemoIssuer issuer;
    private final DemoCluster cluster;
    private final Duration patience;
    private final Witness witness;
    private final Arrivals arrivals;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    /** An answer may take 10 s. The cluster must be the one behind the gateway, and stand still. */
    public RouteCasePlayer(URI gateway, DemoIssuer issuer, DemoCluster cluster) {
        this(gateway, issuer, cluster, new Witness() {});
    }

    /** As above; the witness sees what is answered. */
    public RouteCasePlayer(URI gateway, DemoIssuer issuer, DemoCluster cluster, Witness witness) {
        this(gateway, issuer, cluster, Duration.ofSeconds(10), witness);
    }

    RouteCasePlayer(URI gateway, DemoIssuer issuer, DemoCluster cluster, Duration patience) {
        this(gateway, issuer, cluster, patience, new Witness() {});
    }

    private RouteCasePlayer(URI gateway, DemoIssuer issuer, DemoCluster cluster, Duration patience, Witness witness) {
        this.witness = witness;
        this.gateway = gateway;
        this.issuer = issuer;
        this.cluster = cluster;
        this.patience = patience;
        this.arrivals = new Arrivals(client, gateway, () -> issuer.token("admin"), cluster, patience);
    }

    /** Sees every answer to a case, whatever the case expects of it; what it throws is what is wrong with the case. */
    public interface Witness {
        /** {@code body} is empty unless it is JSON. */
        default void answered(RouteCase played, int status, String contentType, String body) {}

        /** An event of a stream, as far as the case reads it. */
        default void told(RouteCase played, String contentType, String event, JsonNode data) {}
    }

    /** Where the answer is not what the case expects, a readable line each; empty when the case holds. */
    public List<String> play(RouteCase played) {
        try {
            CaseObjects objects = CaseObjects.put(played, cluster, arrivals);
            try {
                return ask(played);
            } finally {
                objects.close();
            }
        } catch (RuntimeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private List<String> ask(RouteCase played) {
        Attempt attempt = new Attempt(played);
        Future<?> done = asking.submit(attempt);
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return attempt.differences;
        } catch (TimeoutException e) {
            done.cancel(true);
            return List.of(attempt.awaited + ": not there within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return List.of(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            done.cancel(true);
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        asking.shutdownNow();
    }

    /** One request and the look at its answer. */
    private final class Attempt implements Runnable {
        private final RouteCase played;
        private final List<String> differences = new ArrayList<>();
        private final Likeness likeness = new Likeness(differences);
        private volatile String awaited = "answer";

        Attempt(RouteCase played) {
            this.played = played;
        }

        @Override
        public void run() {
            try {
                HttpResponse<InputStream> answer = client.send(request(), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream raw = answer.body();
                        InputStream body =
                                header(answer, "Content-Encoding").equals("gzip") ? new GZIPInputStream(raw) : raw) {
                    compare(answer, witnessed(answer, body));
                }
            } catch (IOException e) {
                differences.add(awaited + ": the connection was cut: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private HttpRequest request() {
            RouteCase.Request asked = played.request();
            String body = body(asked);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + asked.path()))
                    .method(
                            asked.method(),
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (!asked.as().isEmpty()) {
                request.header("Authorization", "Bearer " + issuer.token(asked.as(), asked.claims()));
            } else if (!asked.token().isEmpty()) {
                request.header("Authorization", "Bearer " + asked.token());
            }
            asked.headers().forEach(request::header);
            return request.build();
        }

        private String body(RouteCase.Request asked) {
            RouteCase.Login login = asked.login();
            return login == null
                    ? asked.body()
                    : asked.body().replace(CODE, issuer.code(login.as(), login.redirectUri(), login.codeVerifier()));
        }

        private InputStream witnessed(HttpResponse<?> answer, InputStream body) throws IOException {
            String type = header(answer, "Content-Type");
            boolean json = type.startsWith("application/json");
            byte[] bytes = json ? body.readAllBytes() : new byte[0];
            witness.answered(played, answer.statusCode(), type, new String(bytes, StandardCharsets.UTF_8));
            return json ? new ByteArrayInputStream(bytes) : body;
        }

        private void compare(HttpResponse<InputStream> answer, InputStream body) throws IOException {
            RouteCase.Expect expect = played.expect();
            expect.headers()
                    .forEach((name, value) -> likeness.text(
                            "headers." + name,
                            value,
                            answer.headers().firstValue(name).orElse(null)));
            if (answer.statusCode() != expect.status()) {
                String text = answer.statusCode() < 300 ? "" : ": " + text(body);
                differences.add("status: expected " + expect.status() + ", got " + answer.statusCode() + text);
            } else if (expect.events() != null) {
                String type = header(answer, "Content-Type");
                events(
                        AnswerEvents.of(type, body, event -> witness.told(played, type, event.name(), event.data())),
                        expect.events());
            } else if (expect.text() != null) {
                awaited = "text";
                likeness.text("text", expect.text(), text(body));
            } else if (expect.json() != null || !expect.absent().isEmpty()) {
                awaited = "json";
                json(text(body));
            }
        }

        private void json(String body) {
            RouteCase.Expect expect = played.expect();
            try {
                JsonNode actual = MAPPER.readTree(body);
                if (expect.json() != null) {
                    likeness.json("json", expect.json(), actual);
                }
                likeness.absent("json", expect.absent(), actual);
            } catch (JacksonException e) {
                differences.add("json: the body is not JSON: " + body);
            }
        }

        private void events(@Nullable AnswerEvents events, List<RouteCase.Event> expected) throws IOException {
            if (events == null) {
                differences.add("events: the answer is no stream of events");
                return;
            }
            for (int i = 0; i < expected.size() && differences.isEmpty(); i++) {
                event("events[" + i + "]", expected.get(i), events);
            }
            if (played.expect().ends() && differences.isEmpty()) {
                awaited = "the end of the events";
                AnswerEvents.Event more = events.next("");
                if (more != null) {
                    differences.add("events: expected the end, got " + more);
                }
            }
        }

        private void event(String at, RouteCase.Event expected, AnswerEvents events) throws IOException {
            awaited = at + " " + expected.event() + " " + expected.data();
            AnswerEvents.Event actual = events.next(expected.event());
            if (actual == null) {
                differences.add(awaited + ": missing, the events ended");
            } else if (!actual.name().equals(expected.event())) {
                differences.add(awaited + ": got " + actual);
            } else {
                likeness.json(at, expected.data(), actual.data());
                likeness.absent(at, expected.absent(), actual.data());
            }
        }

        private static String text(InputStream body) throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        private static String header(HttpResponse<?> answer, String name) {
            return Objects.requireNonNull(answer.headers().firstValue(name).orElse(""));
        }
    }
}
