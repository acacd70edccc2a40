package io.kubelens;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubelens.demo.RouteCase;
import io.kubelens.demo.RouteCasePlayer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the gateway says about itself in OpenAPI; refuses answers that are not so, also when they hold more than it says. */
final class Described implements RouteCasePlayer.Witness {
    private static final String COMPONENTS = "#/components/schemas/";

    private final JsonObject document;
    private final JsonObject definitions;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private Described(String document) {
        this.document = new JsonObject(document);
        this.definitions = new JsonObject();
        JsonObject schemas = this.document.getJsonObject("components").getJsonObject("schemas");
        schemas.forEach(schema -> definitions.put(schema.getKey(), exact(schema.getValue())));
    }

    static Described by(URI gateway, String token) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/v1/openapi.json"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return new Described(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    JsonObject document() {
        return document;
    }

    @Override
    public void answered(RouteCase played, int status, String withCharset, String body) {
        String contentType = withCharset.replaceFirst(";.*", "");
        JsonObject operation = operation(played);
        if (operation == null) {
            require(status == 400 || status == 404 || status == 405, played, "is no operation, but answers " + status);
            check(new JsonObject().put("$ref", COMPONENTS + "Refusals.Refused"), body, played);
            return;
        }
        JsonObject answer = operation.getJsonObject("responses").getJsonObject(Integer.toString(status));
        require(answer != null, played, "answers " + status + ", which is not described");
        JsonObject content = Objects.requireNonNull(answer).getJsonObject("content", new JsonObject());
        require(
                contentType.isEmpty() == content.isEmpty() && (content.isEmpty() || content.containsKey(contentType)),
                played,
                "answers '" + contentType + "', described are " + content.fieldNames());
        if (contentType.equals("application/json")) {
            check(content.getJsonObject(contentType).getJsonObject("schema"), body, played);
        }
    }

    @Override
    public void told(RouteCase played, String contentType, String event, JsonNode data) {
        JsonObject schema = events(Objects.requireNonNull(operation(played))).stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getJsonObject("properties"))
                .filter(each -> event.equals(each.getJsonObject("event").getString("const")))
                .map(each -> each.getJsonObject("data").getJsonObject("contentSchema"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the event " + event + " is not described"));
        JsonObject object = new JsonObject(data.toString());
        if (contentType.startsWith("application/x-ndjson")) {
            object.remove("event");
        }
        check(schema, object.encode(), played);
        told.add(event);
    }

    /** The names of the events that were seen so far. */
    Set<String> told() {
        return told;
    }

    static JsonArray events(JsonObject operation) {
        return operation
                .getJsonObject("responses")
                .getJsonObject("200")
                .getJsonObject("content")
                .getJsonObject("text/event-stream")
                .getJsonObject("schema")
                .getJsonArray("oneOf");
    }

    private @Nullable JsonObject operation(RouteCase played) {
        String path = played.request().path().replaceFirst("\\?.*", "").replaceFirst("/$", "");
        String method = played.request().method().toLowerCase(Locale.ROOT);
        return document.getJsonObject("paths").stream()
                .filter(each -> path.matches(each.getKey().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+")))
                .map(each -> (JsonObject) each.getValue())
                .filter(each -> each.containsKey(method))
                .map(each -> each.getJsonObject(method))
                .findFirst()
                .orElse(null);
    }

    private void check(JsonObject schema, String json, RouteCase played) {
        Validator validator = validators.computeIfAbsent(schema.encode(), text -> validator(schema));
        OutputUnit result = validator.validate(Json.decodeValue(json));
        if (!Boolean.TRUE.equals(result.getValid())) {
            List<String> errors = result.getErrors().stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getError())
                    .toList();
            throw new IllegalStateException(played.file() + ": not as described: " + errors + " in " + json);
        }
    }

    private Validator validator(JsonObject schema) {
        JsonObject whole = ((JsonObject) exact(schema)).put("$defs", definitions);
        return Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions()
                        .setBaseUri("https://kubelens.example/")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** The schema with references of its own, which forbids what it does not name. */
    private static Object exact(Object schema) {
        if (schema instanceof JsonArray list) {
            return new JsonArray(
                    new ArrayList<>(list.stream().map(Described::exact).toList()));
        }
        if (!(schema instanceof JsonObject object)) {
            return schema;
        }
        JsonObject exact = new JsonObject();
        object.forEach(member -> exact.put(member.getKey(), exact(member.getValue())));
        if (exact.getValue("$ref") instanceof String reference) {
            exact.put("$ref", reference.replace(COMPONENTS, "#/$defs/"));
        }
        if (exact.getValue("properties") instanceof JsonObject && !exact.containsKey("additionalProperties")) {
            exact.put("additionalProperties", false);
        }
        return exact;
    }

    private static void require(boolean holds, RouteCase played, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(played.file() + ": " + otherwise);
        }
    }
}
