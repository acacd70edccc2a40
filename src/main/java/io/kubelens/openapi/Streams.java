package io.kubelens.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.logs.Events;
import java.util.List;

/**
 * Answers that are streams of events. OpenAPI 3.1 knows no schema for one event of many, so the media type's schema is
 * that of each event, as 3.2's {@code itemSchema} will be, and the description says so.
 */
final class Streams {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String EVENTS =
            "Events, of which each has a name and as its data one of these objects. A clean end "
                    + "means that nothing more will come; anything else that ends the answer means: ask again.";

    private final Schemas schemas;

    Streams(Schemas schemas) {
        this.schemas = schemas;
    }

    ObjectNode answer(List<String> produces) {
        ObjectNode answer = JSON.objectNode().put("description", EVENTS);
        ObjectNode content = answer.putObject("content");
        for (String type : produces) {
            ObjectNode schema =
                    switch (type) {
                        case "text/event-stream" -> events();
                        case "application/x-ndjson" -> lines();
                        default -> text();
                    };
            content.putObject(type).set("schema", schema);
        }
        return answer;
    }

    /** An event as a client's library gives it: its name, its data, and the id to resume from. */
    private ObjectNode events() {
        ObjectNode schema = JSON.objectNode()
                .put("description", "Each event of the stream; its data is one line of JSON with this content");
        ArrayNode kinds = schema.putArray("oneOf");
        Events.all().forEach((name, data) -> {
            ObjectNode event = kinds.addObject().put("type", "object");
            ObjectNode properties = event.putObject("properties");
            properties.putObject("event").put("const", name);
            properties
                    .putObject("id")
                    .put("type", "string")
                    .put("description", "Of lines: where to go on, for Last-Event-ID");
            properties
                    .putObject("data")
                    .put("type", "string")
                    .put("contentMediaType", "application/json")
                    .set("contentSchema", schemas.of(data));
            event.putArray("required").add("event").add("data");
        });
        return schema;
    }

    private ObjectNode lines() {
        ObjectNode schema = JSON.objectNode()
                .put("description", "Each line: the object of an event, with the event's name as its first member");
        ArrayNode kinds = schema.putArray("oneOf");
        Events.all().forEach((name, data) -> {
            ObjectNode line = kinds.addObject();
            line.putArray("allOf").add(schemas.of(data));
            line.putObject("properties").putObject("event").put("const", name);
            line.putArray("required").add("event");
        });
        return schema;
    }

    private static ObjectNode text() {
        return JSON.objectNode()
                .put("type", "string")
                .put(
                        "description",
                        "The lines alone; before each \"<pod>/<container> \" where there are several, and with"
                                + " timestamps a time. Lost lines are told as \"--- gap <from> <to> <reason>\"");
    }
}
