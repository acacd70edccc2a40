package io.kubelens.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Kubernetes objects as plain trees. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A map, a tree or a model object as a tree of its own. */
    static ObjectNode tree(Object object) {
        return object instanceof ObjectNode node ? node.deepCopy() : MAPPER.valueToTree(object);
    }

    static Buffer bytes(JsonNode node) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML resource of the class path, or the items of its only list. */
    static List<JsonNode> documents(String resource) {
        try (InputStream in = Json.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no such resource: " + resource);
            }
            try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(in)) {
                return all.readAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
