package io.kubelens.real;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What gateways of this JVM log of pods whose containers have ended, while it is open. */
final class Summaries implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Logger log = (Logger) LoggerFactory.getLogger("terminations");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    Summaries() {
        heard.start();
        log.addAppender(heard);
    }

    List<JsonNode> of(String pod) throws JsonProcessingException {
        List<JsonNode> all = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(heard.list)) {
            JsonNode summary = JSON.readTree(event.getFormattedMessage());
            if (summary.path("podName").asText().equals(pod)) {
                all.add(summary);
            }
        }
        return all;
    }

    @Override
    public void close() {
        log.detachAppender(heard);
        heard.stop();
    }
}
