package io.kubelens.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the API server was asked by one user from now on, as its audit log tells. An API server that has just started
 * answers 403 to everybody until it has read its roles, so what another test's restart left there must not count.
 *
 * @param from the length of the log when this began, in bytes
 */
record ApiAudit(Path file, String user, long from) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ApiAudit fromNow(Path file, String user) {
        try {
            // The first request of a service account makes the file.
            return new ApiAudit(file, user, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param code the HTTP status that was answered */
    record Asked(String verb, String resource, String namespace, int code) {}

    List<Asked> requests() {
        return events().map(ApiAudit::asked).distinct().toList();
    }

    int count() {
        return (int) events().count();
    }

    private Stream<JsonNode> events() {
        try {
            byte[] log = Files.readAllBytes(file);
            return new String(log, (int) from, log.length - (int) from, StandardCharsets.UTF_8)
                    .lines()
                    .map(ApiAudit::parse)
                    .filter(event -> event.at("/user/username").asText().equals(user));
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
