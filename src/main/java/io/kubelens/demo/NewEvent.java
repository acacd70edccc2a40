package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A core Event as the group events.k8s.io shows the same object: some members have other names there. */
final class NewEvent {
    private static final Map<String, String> NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "count", "deprecatedCount",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "source", "deprecatedSource",
            "reportingComponent", "reportingController");

    private NewEvent() {}

    static ObjectNode of(JsonNode core) {
        ObjectNode event = Json.object();
        core.properties()
                .forEach(member -> event.set(
                        NAMES.getOrDefault(member.getKey(), member.getKey()),
                        member.getValue().deepCopy()));
        return event.put("apiVersion", ResourceKind.NEW_EVENT.apiVersion());
    }
}
