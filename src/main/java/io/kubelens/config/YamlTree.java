package io.kubelens.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML text as a tree with line numbers: one document, plain nesting, no anchors, aliases or tags. */
final class YamlTree {
    private static final int MAX_DEPTH = 12;

    private YamlTree() {}

    /** The mapping at the top; an empty text is an empty mapping. */
    static MappingNode parse(String text, Findings findings) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(true) // Section refuses them, with both lines.
                .setCodePointLimit(ConfigFile.MAX_BYTES)
                .build();
        try {
            refuseTricks(new Parse(settings).parseString(text), findings);
            return top(new Compose(settings).composeString(text), findings);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw findings.fatal(line, "is not YAML: " + reason(e) + "; correct it (indent with spaces, quote text)");
        } catch (YamlEngineException e) {
            throw findings.fatal(1, "holds a character that YAML does not allow; save it as plain text");
        }
    }

    /** Whether it says nothing: no text, null, or ~ (which JSON's schema, used here, takes for a text). */
    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL)
                || (node instanceof ScalarNode scalar
                        && scalar.isPlain()
                        && scalar.getValue().equals("~"));
    }

    /** The line of a node, counted from 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** Before a tree is built: an alias or deep nesting can make a small file a large one. */
    private static void refuseTricks(Iterable<Event> events, Findings findings) {
        int depth = 0;
        int documents = 0;
        for (Event event : events) {
            int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> {}
            }
            if (documents > 1) {
                throw findings.fatal(line, "a second document begins; keep one");
            }
            if (depth > MAX_DEPTH) {
                throw findings.fatal(line, "is nested too deeply; no key is deeper than five levels");
            }
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw findings.fatal(
                        line, "an anchor or alias is not accepted; write the value out, in quotes if it begins so");
            }
            if (tag(event).isPresent()) {
                throw findings.fatal(line, "a tag (!...) is not accepted; remove it, or quote the value");
            }
        }
    }

    private static Optional<String> tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
    }

    private static MappingNode top(Optional<Node> tree, Findings findings) {
        if (tree.isEmpty() || isNull(tree.get())) {
            return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
        }
        if (tree.get() instanceof MappingNode mapping) {
            return mapping;
        }
        throw findings.fatal(line(tree.get()), "is not a mapping; write keys such as server: and auth:");
    }

    /** The parser's reason without its excerpt of the text, and without a tag's name: both may be a password. */
    private static String reason(MarkedYamlEngineException e) {
        String problem = Optional.ofNullable(e.getProblem()).orElse("syntax error");
        return problem.contains("tag handle") ? "unknown tag" : problem.replaceAll("\\s+", " ");
    }
}
