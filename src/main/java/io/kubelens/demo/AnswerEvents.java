package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of an answer that is a stream: server-sent ones, or a JSON object per line. */
final class AnswerEvents {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** They come by the clock, so they count only for who names them. */
    private static final Set<String> REGULAR = Set.of("heartbeat", "stats", "status");

    private final BufferedReader lines;
    private final boolean sse;
    private final Consumer<Event> witness;

    record Event(String name, JsonNode data) {
        @Override
        public String toString() {
            return name + " " + Likeness.shown(data);
        }
    }

    private AnswerEvents(InputStream body, boolean sse, Consumer<Event> witness) {
        this.witness = witness;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.sse = sse;
    }

    /** Null when the content type is not one of events. The witness is told of each, also of those by the clock. */
    static @Nullable AnswerEvents of(String contentType, InputStream body, Consumer<Event> witness) {
        boolean sse = contentType.startsWith("text/event-stream");
        return sse || contentType.startsWith("application/x-ndjson") ? new AnswerEvents(body, sse, witness) : null;
    }

    /** The next one, without those that come by the clock unless {@code wanted} is one; null at a clean end. */
    @Nullable
    Event next(String wanted) throws IOException {
        Event event = read();
        while (event != null && REGULAR.contains(event.name()) && !event.name().equals(wanted)) {
            event = read();
        }
        return event;
    }

    private @Nullable Event read() throws IOException {
        Event event = sse ? readServerSent() : readLine();
        if (event != null) {
            witness.accept(event);
        }
        return event;
    }

    private @Nullable Event readLine() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        JsonNode data = MAPPER.readTree(line);
        return new Event(data.path("event").asText(), data);
    }

    private @Nullable Event readServerSent() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Event(name, MAPPER.readTree(data.toString()));
            }
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring("data:".length())).append('\n');
            }
        }
        return null;
    }
}
