package io.kubelens.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.HeardLog;
import java.util.ArrayList;
import java.util.List;

/** What gateways of this JVM log of pods whose containers have ended, while it is open. */
final class Summaries implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HeardLog heard = HeardLog.of("terminations").listen();

    List<JsonNode> of(String pod) throws JsonProcessingException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : heard.lines()) {
            JsonNode summary = JSON.readTree(line);
            if (summary.path("podName").asText().equals(pod)) {
                all.add(summary);
            }
        }
        return all;
    }

    @Override
    public void close() {
        heard.close();
    }
}
