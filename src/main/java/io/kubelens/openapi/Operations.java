package io.kubelens.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.logs.EventStream;
import io.kubelens.request.Names;
import io.kubelens.request.Parameter;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One operation: what it takes and what it answers. */
final class Operations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern IN_PATH = Pattern.compile("\\{([^}]*)}");

    private final Schemas schemas;
    private final Streams streams;
    private final Refusals refusals;

    Operations(Schemas schemas) {
        this.schemas = schemas;
        this.streams = new Streams(schemas);
        this.refusals = new Refusals(schemas);
    }

    ObjectNode of(Endpoint endpoint) {
        ObjectNode operation =
                JSON.objectNode().put("operationId", endpoint.id()).put("summary", endpoint.description());
        ArrayNode security = operation.putArray("security");
        if (!endpoint.open()) {
            security.addObject().putArray("oidc");
        }
        ArrayNode parameters = parameters(endpoint);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        Type takes = endpoint.takes();
        if (takes != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            body.putObject("content").putObject("application/json").set("schema", schema(Set.of(takes)));
        }
        ObjectNode responses = operation.putObject("responses");
        responses.set(Integer.toString(endpoint.outcome().status()), answer(endpoint));
        if (endpoint.outcome().kept()) {
            responses.putObject("304").put("description", "What the caller has is still right");
        }
        refusals.addTo(responses, endpoint, isStream(endpoint));
        return operation;
    }

    private ArrayNode parameters(Endpoint endpoint) {
        ArrayNode parameters = JSON.arrayNode();
        for (Matcher m = IN_PATH.matcher(endpoint.path()); m.find(); ) {
            boolean label = m.group(1).equals("ns");
            parameters
                    .addObject()
                    .put("name", m.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string")
                    .put("pattern", label ? Names.LABEL_PATTERN : Names.SUBDOMAIN_PATTERN)
                    .put("maxLength", label ? Names.LONGEST_LABEL : Names.LONGEST_SUBDOMAIN);
        }
        endpoint.parameters().stream()
                .sorted(Comparator.comparing(Parameter::name))
                .forEach(parameter -> {
                    ObjectNode query = parameters
                            .addObject()
                            .put("name", parameter.name())
                            .put("in", "query")
                            .put("description", parameter.description());
                    query.set("schema", schema(parameter));
                });
        if (endpoint.outcome().kept()) {
            parameters.add(header("If-None-Match", "The ETag of what the caller has"));
        }
        if (endpoint.outcome().conditional()) {
            parameters.add(header("If-Match", "The ETag of what is to be replaced"));
        }
        if (isStream(endpoint)) {
            parameters.add(header("Last-Event-ID", "The id of the last event that was read: goes on exactly there"));
        }
        return parameters;
    }

    private static ObjectNode header(String name, String description) {
        ObjectNode header =
                JSON.objectNode().put("name", name).put("in", "header").put("description", description);
        header.putObject("schema").put("type", "string");
        return header;
    }

    private static ObjectNode schema(Parameter parameter) {
        ObjectNode schema = JSON.objectNode();
        return switch (parameter) {
            case Parameter.Flag flag -> schema.put("type", "boolean").put("default", flag.absent());
            case Parameter.Count count -> schema.put("type", "integer").put("minimum", count.least());
            case Parameter.Text text ->
                text.format().isEmpty()
                        ? schema.put("type", "string")
                        : schema.put("type", "string").put("format", text.format());
        };
    }

    private ObjectNode answer(Endpoint endpoint) {
        Set<Type> types = endpoint.outcome().types();
        if (types.equals(Set.of(Void.class))) {
            return JSON.objectNode().put("description", "Done");
        }
        if (isStream(endpoint)) {
            return streams.answer(endpoint.produces());
        }
        ObjectNode answer = JSON.objectNode().put("description", endpoint.description());
        if (endpoint.outcome().kept()) {
            answer.putObject("headers")
                    .putObject("ETag")
                    .put("description", "For If-None-Match, when the answer may be kept")
                    .putObject("schema")
                    .put("type", "string");
        }
        ObjectNode content = answer.putObject("content");
        List<String> produces = endpoint.produces().isEmpty() ? List.of("application/json") : endpoint.produces();
        produces.forEach(type -> content.putObject(type).set("schema", schema(types)));
        return answer;
    }

    /** Nothing is said of a body about which nothing is known; a test holds that we ship no such route. */
    private ObjectNode schema(Set<Type> types) {
        List<ObjectNode> each = types.stream()
                .filter(type -> type != Void.class)
                .sorted(Comparator.comparing(Type::getTypeName))
                .map(type -> type == Object.class ? JSON.objectNode() : schemas.of(type))
                .toList();
        if (each.size() == 1) {
            return each.getFirst();
        }
        ObjectNode any = JSON.objectNode();
        any.putArray("anyOf").addAll(each);
        return any;
    }

    private static boolean isStream(Endpoint endpoint) {
        return endpoint.outcome().types().contains(EventStream.class);
    }
}
