package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping of a case file, read strictly: a key that nobody asked for is refused, and so is a value of another kind. */
final class CaseTree {
    private final String file;
    private final String at;
    private final ObjectNode node;
    private final Set<String> known = new LinkedHashSet<>();

    /** {@code at} names the mapping in messages, empty for the whole file. */
    CaseTree(String file, String at, JsonNode node) {
        this.file = file;
        this.at = at;
        if (!(node instanceof ObjectNode object)) {
            throw refused(at, "is not a mapping");
        }
        this.node = object;
    }

    @Nullable
    JsonNode any(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    CaseTree tree(String key) {
        JsonNode value = any(key);
        return new CaseTree(file, path(key), value == null ? Json.object() : value);
    }

    /** One word or number; empty when absent. */
    String text(String key) {
        JsonNode value = any(key);
        if (value != null && !value.isValueNode()) {
            throw refused(path(key), "is not a text");
        }
        return value == null ? "" : value.asText();
    }

    String required(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            throw refused(path(key), "is missing");
        }
        return text;
    }

    boolean flag(String key) {
        JsonNode value = any(key);
        if (value != null && !value.isBoolean()) {
            throw refused(path(key), "is not true or false");
        }
        return value != null && value.asBoolean();
    }

    int status(String key) {
        JsonNode value = any(key);
        if (value == null || !value.isInt() || value.asInt() < 100 || value.asInt() > 599) {
            throw refused(path(key), "is not an HTTP status");
        }
        return value.asInt();
    }

    /** The members of a list; none when absent. */
    List<JsonNode> list(String key) {
        JsonNode value = any(key);
        if (value != null && !value.isArray()) {
            throw refused(path(key), "is not a list");
        }
        List<JsonNode> members = new ArrayList<>();
        if (value != null) {
            value.forEach(members::add);
        }
        return members;
    }

    List<String> texts(String key) {
        return list(key).stream().map(JsonNode::asText).toList();
    }

    /** The mappings of a list, each to be read with {@link #done}. */
    List<CaseTree> trees(String key) {
        List<CaseTree> trees = new ArrayList<>();
        for (JsonNode member : list(key)) {
            trees.add(new CaseTree(file, path(key) + "[" + trees.size() + "]", member));
        }
        return trees;
    }

    /** A mapping whose keys the writer chooses, in the order of the file. */
    Map<String, JsonNode> map(String key) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        tree(key).node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(key).forEach((name, value) -> {
            if (!value.isValueNode()) {
                throw refused(path(key) + "." + name, "is not a text");
            }
            texts.put(name, value.asText());
        });
        return texts;
    }

    /** Refuses what was not asked for. */
    void done() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw refused(path(key), "is not a known key; known here: " + String.join(", ", known));
            }
        });
    }

    IllegalArgumentException refused(String key, String problem) {
        return new IllegalArgumentException(file + ": " + (key.isEmpty() ? "the file" : key) + " " + problem);
    }

    private String path(String key) {
        return at.isEmpty() ? key : at + "." + key;
    }
}
