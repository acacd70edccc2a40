package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of one stream: as the engine does, it takes what there is when the stream has said that there may be. */
final class Viewer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final EventStream stream;
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    record Event(String name, @Nullable String id, JsonNode data) {}

    Viewer(EventStream stream) {
        this.stream = stream;
        stream.open(() -> ready.set(true));
    }

    /** Takes one batch; false when there was none. */
    boolean take() {
        ByteBuf batch = ready.getAndSet(false) ? stream.poll() : null;
        if (batch == null) {
            return false;
        }
        ready.set(true);
        byte[] bytes = new byte[batch.readableBytes()];
        batch.readBytes(bytes);
        // As the engine takes it: what is not left to the garbage collector would never be released.
        assertThat(batch.alloc()).isInstanceOf(UnpooledByteBufAllocator.class);
        assertThat(batch.isDirect()).isFalse();
        taken.writeBytes(bytes);
        return true;
    }

    Viewer read() {
        while (take()) {}
        return this;
    }

    Viewer until(Predicate<Viewer> enough) {
        Awaitility.await().pollInSameThread().pollInterval(Duration.ofMillis(2)).until(() -> enough.test(read()));
        return this;
    }

    Viewer untilLines(int count) {
        return until(viewer -> viewer.messages().size() >= count);
    }

    Viewer untilMarker(String kind) {
        return until(viewer -> viewer.markers().contains(kind));
    }

    ReadRange range() {
        return stream.range();
    }

    /** Bytes taken. */
    long size() {
        return taken.size();
    }

    String text() {
        return taken.toString(UTF_8);
    }

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (String block : text().split("\n\n", -1)) {
            String id = null;
            String name = "";
            for (String line : block.split("\n", -1)) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, id, json(line.substring(6))));
                }
            }
        }
        return events;
    }

    List<Event> logs() {
        return events().stream().filter(event -> event.name().equals("log")).toList();
    }

    List<String> messages() {
        return logs().stream()
                .map(event -> event.data().get("message").asText())
                .toList();
    }

    List<String> markers() {
        return events().stream()
                .filter(event -> event.name().equals("marker"))
                .map(event -> event.data().get("kind").asText())
                .toList();
    }

    /** The ids of its lines, in events and in their data. */
    List<String> ids() {
        return logs().stream()
                .map(event -> event.id() + ' ' + event.data().get("id").asText())
                .toList();
    }

    boolean ended() {
        return state() == EventStream.State.COMPLETE;
    }

    EventStream.State state() {
        return stream.state();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
