package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * A stream as the user interface reads it: events are what stands between empty lines, lines end in a line feed, and the
 * only cursor is the time of the last line or marker.
 */
final class LogPane implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final Queue<Event> waiting = new ArrayDeque<>();
    private String text = "";
    private String cursor = "";

    record Event(String name, JsonNode data) {
        boolean isLine(String message) {
            return name.equals("log") && data.path("message").asText().equals(message);
        }
    }

    LogPane(InputStream body) {
        this.body = body;
    }

    /** The time of the last line or marker that was read. */
    String cursor() {
        return cursor;
    }

    Event next() throws IOException {
        while (waiting.isEmpty()) {
            byte[] chunk = new byte[8192];
            int length = body.read(chunk);
            assertThat(length)
                    .as("the stream ended cleanly, after which nobody reconnects")
                    .isPositive();
            text += new String(chunk, 0, length, StandardCharsets.UTF_8);
            assertThat(text).doesNotContain("\r");
            String[] parts = text.split("\n\n", -1);
            text = parts[parts.length - 1];
            for (int i = 0; i < parts.length - 1; i++) {
                waiting.add(event(parts[i]));
            }
        }
        Event event = waiting.remove();
        if (event.name.equals("log") || event.name.equals("marker")) {
            cursor = event.data.path("timestamp").asText();
        }
        return event;
    }

    Event nextLine() throws IOException {
        Event event = next();
        while (!event.name.equals("log")) {
            event = next();
        }
        return event;
    }

    private static Event event(String part) throws IOException {
        String name = "log";
        StringBuilder data = new StringBuilder();
        for (String line : part.split("\n", -1)) {
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            }
        }
        return new Event(name, JSON.readTree(data.toString()));
    }

    /** The messages of the lines until the first that is wanted, that one included. */
    List<String> messagesUntil(Predicate<Event> wanted) throws IOException {
        List<String> messages = new ArrayList<>();
        while (true) {
            Event event = next();
            if (event.name.equals("log")) {
                messages.add(event.data.path("message").asText());
            }
            if (wanted.test(event)) {
                return messages;
            }
        }
    }

    /** As {@code AbortController} does: the connection goes. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
