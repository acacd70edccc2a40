package io.kubelens.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a log as server-sent events until it ends, breaks or is left, and remembers all of them. */
public final class LogViewer implements Flow.Subscriber<String>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How a stream stands. */
    public enum State {
        OPEN,
        /** The server said that nothing more comes. */
        ENDED,
        /** The connection broke without that. */
        ABORTED,
        /** We went. */
        LEFT
    }

    /**
     * One event.
     *
     * @param id empty when it has none
     * @param nanos when it was here, by {@link System#nanoTime}
     */
    public record Event(String id, String name, JsonNode data, long nanos) {
        public String message() {
            return data.path("message").asText();
        }
    }

    private final List<Event> events = new ArrayList<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private volatile State state = State.OPEN;
    private Flow.@Nullable Subscription subscription;
    private String id = "";
    private String name = "";
    private String data = "";

    private LogViewer() {}

    static LogViewer open(HttpClient http, HttpRequest.Builder request) {
        LogViewer viewer = new LogViewer();
        HttpResponse.BodyHandler<@Nullable Void> handler = info -> {
            viewer.status.complete(info.statusCode());
            return HttpResponse.BodySubscribers.fromLineSubscriber(viewer, done -> null, StandardCharsets.UTF_8, null);
        };
        var unused = http.sendAsync(
                        request.header("Accept", "text/event-stream").build(), handler)
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        viewer.status.completeExceptionally(failure);
                    }
                });
        return viewer;
    }

    /** The status of the answer, once its head is here. */
    int status() {
        return status.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else {
            throw new IllegalStateException("not the wire form: " + line);
        }
    }

    private void dispatch() {
        if (state == State.OPEN) {
            long now = System.nanoTime();
            try {
                events.add(new Event(id, name, JSON.readTree(data), now));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + data, e);
            }
        }
        id = "";
        name = "";
        data = "";
    }

    @Override
    public synchronized void onError(Throwable failure) {
        settle(State.ABORTED);
    }

    @Override
    public synchronized void onComplete() {
        settle(State.ENDED);
    }

    private void settle(State how) {
        if (state == State.OPEN) {
            state = how;
        }
    }

    /** Goes, as a browser does whose tab is closed; what is on its way is lost. */
    @Override
    public synchronized void close() {
        settle(State.LEFT);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The lines so far. */
    public List<Event> lines() {
        return events().stream().filter(event -> event.name().equals("log")).toList();
    }

    public List<String> messages() {
        return lines().stream().map(Event::message).toList();
    }

    /** The markers so far, as kind and message. */
    List<String> markers() {
        return events().stream()
                .filter(event -> event.name().equals("marker"))
                .map(event -> event.data().path("kind").asText() + ": " + event.message())
                .toList();
    }

    /** The markers that say that lines are missing. */
    List<Event> gaps() {
        return marked("gap");
    }

    /** The markers of a kind so far. */
    List<Event> marked(String kind) {
        return events().stream()
                .filter(event -> event.name().equals("marker"))
                .filter(event -> event.data().path("kind").asText().equals(kind))
                .toList();
    }

    /** What an EventSource would send as Last-Event-ID; empty before the first line. */
    String lastEventId() {
        List<Event> lines = lines();
        return lines.isEmpty() ? "" : lines.getLast().id();
    }

    public State state() {
        return state;
    }

    /** Waits until as many lines are there. */
    public LogViewer awaitLines(int count) {
        return patiently(count + " lines", () -> lines().size() >= count);
    }

    /** Waits until the newest line is this one. */
    LogViewer awaitLine(String message) {
        return patiently(
                "line " + message,
                () -> !messages().isEmpty() && messages().getLast().equals(message));
    }

    /** Waits for a marker that begins so. */
    LogViewer awaitMarker(String beginning) {
        return patiently(
                "marker " + beginning, () -> markers().stream().anyMatch(marker -> marker.startsWith(beginning)));
    }

    /** Waits until it is no longer open. */
    State awaitEnd() {
        return patiently("the end of the stream", () -> state != State.OPEN).state;
    }

    private LogViewer patiently(String what, Callable<Boolean> happened) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(happened);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no " + what + " in " + PATIENCE.toSeconds() + " s; " + this, e);
        }
        return this;
    }

    @Override
    public String toString() {
        List<Event> lines = lines();
        String newest =
                lines.isEmpty() ? "" : ", the newest: " + lines.getLast().data();
        return state + ", markers " + markers() + ", " + lines.size() + " lines" + newest;
    }
}
