package io.kubelens.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the API server was asked by one user, as its audit log tells. */
record ApiAudit(Path file, String user) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param code the HTTP status that was answered */
    record Asked(String verb, String resource, String namespace, int code) {}

    List<Asked> requests() {
        try {
            return Files.readString(file)
                    .lines()
                    .map(ApiAudit::parse)
                    .filter(event -> event.at("/user/username").asText().equals(user))
                    .map(ApiAudit::asked)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // The last line may be half written.
            return JSON.missingNode();
        }
    }

    private static Asked asked(JsonNode event) {
        JsonNode object = event.path("objectRef");
        String subresource = object.path("subresource").asText();
        return new Asked(
                event.path("verb").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("namespace").asText(),
                event.at("/responseStatus/code").asInt());
    }
}
