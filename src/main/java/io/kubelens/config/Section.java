package io.kubelens.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read key by key. A value of the wrong type is noted and the default returned, so that
 * reading goes on; a key that nobody has read when {@link #make} ends is unknown. {@code ""} and null mean unset.
 */
final class Section {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+}");

    private final String path;
    private final Findings findings;
    private final Map<String, String> env;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Section(MappingNode node, Findings findings, Map<String, String> env) {
        this("", node, findings, env);
    }

    private Section(String path, MappingNode node, Findings findings, Map<String, String> env) {
        this.path = path;
        this.findings = findings;
        this.env = env;
        for (NodeTuple tuple : node.getValue()) {
            add(tuple);
        }
    }

    private void add(NodeTuple tuple) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        if (values.containsKey(key)) {
            findings.problem(path(key), "is written again in line " + YamlTree.line(tuple.getKeyNode()) + "; keep one");
        } else {
            values.put(key, tuple.getValueNode());
            findings.line(path(key), YamlTree.line(tuple.getKeyNode()));
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether the key has a value, be it an empty list. */
    boolean has(String key) {
        Node node = values.get(key);
        return node != null && !isUnset(node);
    }

    String text(String key, String unset) {
        String value = scalar(key);
        if (value != null && VARIABLE.matcher(value).find()) {
            findings.problem(path(key), Checks.shown(value) + " holds ${...}, which only secrets may; write the value");
        }
        return value == null ? unset : value;
    }

    /** A text that nothing uses, and that may hold a password: not looked at. */
    void idleText(String key) {
        scalar(key);
    }

    Secret secret(String key) {
        String value = scalar(key);
        if (value == null) {
            return Secret.NONE;
        }
        try {
            return SecretText.resolve(value, env);
        } catch (SecretText.Missing e) {
            findings.problem(path(key), e.text());
            return Secret.NONE;
        }
    }

    int number(String key, int unset) {
        long value = bytes(key, unset);
        if (value == (int) value) {
            return (int) value;
        }
        findings.problem(path(key), value + " is out of range; write at most " + Integer.MAX_VALUE);
        return unset;
    }

    long bytes(String key, long unset) {
        String value = scalar(key);
        if (value == null) {
            return unset;
        }
        if (WHOLE.matcher(value.strip()).matches()) {
            return Long.parseLong(value.strip());
        }
        findings.problem(path(key), Checks.shown(value) + " is not a whole number; write one such as " + unset);
        return unset;
    }

    double decimal(String key, double unset) {
        String value = scalar(key);
        if (value == null) {
            return unset;
        }
        if (DECIMAL.matcher(value.strip()).matches()) {
            return Double.parseDouble(value.strip());
        }
        findings.problem(path(key), Checks.shown(value) + " is not a number; write one such as 12.5");
        return unset;
    }

    boolean flag(String key, boolean unset) {
        String value = scalar(key);
        if (value == null) {
            return unset;
        }
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            findings.problem(path(key), Checks.shown(value) + " is neither; write true or false");
        }
        return TRUE.contains(word);
    }

    List<String> list(String key, List<String> unset) {
        List<Node> items = items(key, "[one, two]");
        if (items == null) {
            return unset;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ScalarNode scalar && !isUnset(scalar)) {
                texts.add(scalar.getValue());
            } else {
                findings.problem(path(key), "item " + i + " is not a text; write one, or remove it");
            }
        }
        return texts;
    }

    Section section(String key) {
        Node node = node(key);
        return node == null ? empty(path(key), findings) : nested(path(key), node);
    }

    List<Section> sections(String key) {
        List<Node> items = items(key, "a list of mappings");
        List<Section> sections = new ArrayList<>();
        for (Node item : items == null ? List.<Node>of() : items) {
            sections.add(nested(path(key) + "[" + sections.size() + "]", item));
        }
        return sections;
    }

    /** What the reading of this section's keys makes; null when the record refuses it, which is then noted. */
    <T> @Nullable T make(Supplier<T> record) {
        AtomicReference<@Nullable T> made = new AtomicReference<>();
        check(() -> made.set(record.get()));
        refuseUnknown();
        return made.get();
    }

    /** As {@link #make(Supplier)}, with a stand-in for what is refused, so that the rest can still be checked. */
    <T> T make(Supplier<T> record, T standIn) {
        T made = make(record);
        return made == null ? standIn : made;
    }

    /** Notes what a record of this section refuses. */
    void check(Runnable record) {
        try {
            record.run();
        } catch (Refused e) {
            e.problems().forEach(problem -> findings.problem(path(problem.key()), problem.text()));
        }
    }

    private void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String fix = Spelling.nearest(key, known)
                        .map(near -> "did you mean " + path(near) + "?")
                        .orElseGet(() -> "remove it (known here: " + String.join(", ", known) + ")");
                findings.problem(path(key), "is not a known key; " + fix);
            }
        }
    }

    private Section nested(String at, Node node) {
        if (node instanceof MappingNode mapping) {
            return new Section(at, mapping, findings, env);
        }
        findings.problem(at, "is not a mapping; write keys below it, indented");
        return empty(at, new Findings("")); // That its keys are missing need not be said.
    }

    private Section empty(String at, Findings into) {
        return new Section(at, new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK), into, env);
    }

    private @Nullable List<Node> items(String key, String example) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                findings.line(path(key) + "[" + i + "]", YamlTree.line(items.get(i)));
            }
            return items;
        }
        findings.problem(path(key), "is not a list; write " + example);
        return null;
    }

    private @Nullable String scalar(String key) {
        Node node = node(key);
        if (node == null || node instanceof ScalarNode) {
            return node == null ? null : ((ScalarNode) node).getValue();
        }
        findings.problem(path(key), "is a list or mapping; write one value");
        return null;
    }

    private @Nullable Node node(String key) {
        known.add(key);
        Node node = values.get(key);
        return node == null || isUnset(node) ? null : node;
    }

    private static boolean isUnset(Node node) {
        return YamlTree.isNull(node)
                || (node instanceof ScalarNode scalar && scalar.getValue().isEmpty());
    }
}
