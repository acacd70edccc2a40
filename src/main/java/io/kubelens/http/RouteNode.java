package io.kubelens.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of a route file with its line, read by the same YAML parser as Camel's. Anchors, tags and duplicate keys are
 * refused: what a reader sees must be what Camel gets.
 *
 * @param value a map of nodes, a list of nodes or a text
 */
record RouteNode(int line, Object value) {
    private static final int MAX_DEPTH = 40;

    private static final String FIX = "; correct the line or the one above it";

    /** The parser has a tag of its own for a plain {@code ${body}}, which Camel reads as the text it is. */
    private static final Set<Tag> TAGS =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG);

    /** What is not YAML as we take it. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        Malformed(int line, String reason) {
            super(reason, null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static RouteNode parse(String yaml) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        try {
            refuseDepth(new Parse(settings).parseString(yaml));
            Node root = new Compose(settings)
                    .composeString(yaml)
                    .orElseThrow(() -> new Malformed(1, "the file is empty; give it one '- route:'"));
            return of(root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            throw new Malformed(
                    line, "not YAML: " + firstLine(Objects.requireNonNullElse(e.getProblem(), "unreadable")) + FIX);
        } catch (YamlEngineException e) {
            throw new Malformed(
                    1, "not YAML: " + firstLine(Objects.requireNonNullElse(e.getMessage(), "unreadable")) + FIX);
        }
    }

    /** Before a tree is built: the parser recurses, and a few thousand brackets would end its thread. */
    private static void refuseDepth(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > MAX_DEPTH) {
                int line = event.getStartMark().map(m -> m.getLine() + 1).orElse(1);
                throw new Malformed(line, "nested too deeply; no route needs more than " + MAX_DEPTH + " levels");
            }
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    private static RouteNode of(Node node) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        if (node.getAnchor().isPresent()) {
            throw new Malformed(line, "anchors are not allowed in routes; write it out");
        }
        if (!TAGS.contains(node.getTag())) {
            throw new Malformed(
                    line,
                    "tags are not allowed in routes; remove " + node.getTag().getValue());
        }
        return switch (node) {
            case MappingNode map -> new RouteNode(line, map(map));
            case SequenceNode list ->
                new RouteNode(line, list.getValue().stream().map(RouteNode::of).toList());
            case ScalarNode text -> new RouteNode(line, text.getValue());
            default -> throw new Malformed(line, "unexpected YAML; write maps, lists and texts");
        };
    }

    private static Map<String, RouteNode> map(MappingNode node) {
        Map<String, RouteNode> map = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            RouteNode key = of(entry.getKeyNode());
            RouteNode value = of(entry.getValueNode());
            if (!(key.value instanceof String name)) {
                throw new Malformed(key.line, "a key must be text; write its name");
            }
            if (map.put(name, new RouteNode(key.line, value.value)) != null) {
                throw new Malformed(key.line, "'" + name + "' is given twice; keep one");
            }
        }
        return map;
    }

    /** The members of a map; empty for anything else. */
    Map<String, RouteNode> members() {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, RouteNode> members = new LinkedHashMap<>();
        map.forEach((k, v) -> members.put((String) k, (RouteNode) v));
        return members;
    }

    /** The items of a list; empty for anything else. */
    List<RouteNode> items() {
        return value instanceof List<?> list
                ? list.stream().map(RouteNode.class::cast).toList()
                : List.of();
    }

    boolean isMap() {
        return value instanceof Map<?, ?>;
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    boolean has(String key) {
        return members().containsKey(key);
    }

    /** A member; where there is none, an empty text on this line. */
    RouteNode get(String key) {
        return members().getOrDefault(key, new RouteNode(line, ""));
    }

    /** The text of a scalar member, or empty. */
    String text(String key) {
        return get(key).text();
    }

    String text() {
        return value instanceof String text ? text : "";
    }

    /** The same content as plain maps, lists and texts, for comparing with what is expected. */
    Object plain() {
        if (isMap()) {
            return members().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()
                    .plain()));
        }
        return isList() ? items().stream().map(RouteNode::plain).toList() : value;
    }

    Set<String> keys() {
        return members().keySet();
    }
}
