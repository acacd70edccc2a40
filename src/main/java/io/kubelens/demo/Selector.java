package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which objects a list or watch is about: label and field selectors in the API's own syntax. */
record Selector(List<Predicate<JsonNode>> requirements) implements Predicate<JsonNode> {
    static final Selector EVERYTHING = new Selector(List.of());
    private static final Pattern SET = Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    static Selector of(@Nullable String labels, @Nullable String fields) {
        List<Predicate<JsonNode>> all = new ArrayList<>();
        for (String part : parts(labels)) {
            all.add(label(part));
        }
        for (String part : parts(fields)) {
            all.add(field(part));
        }
        return new Selector(all);
    }

    @Override
    public boolean test(JsonNode object) {
        return requirements.stream().allMatch(each -> each.test(object));
    }

    private static String[] parts(@Nullable String selector) {
        return selector == null || selector.isBlank() ? new String[0] : COMMA.split(selector, -1);
    }

    private static Predicate<JsonNode> label(String part) {
        String text = part.strip();
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            Set<String> values = Set.of(set.group(3).strip().split("\\s*,\\s*", -1));
            return values(set.group(1), values, set.group(2).equals("in"));
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            return values(
                    equality.group(1),
                    Set.of(equality.group(3)),
                    !equality.group(2).equals("!="));
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            boolean wanted = existence.group(1).isEmpty();
            return object -> value(object, existence.group(2)).isMissingNode() != wanted;
        }
        throw KubeError.badRequest("unable to parse requirement: " + text);
    }

    /** Negative requirements hold for objects without the label, too. */
    private static Predicate<JsonNode> values(String key, Set<String> values, boolean wanted) {
        return object -> {
            JsonNode value = value(object, key);
            return (!value.isMissingNode() && values.contains(value.asText())) == wanted;
        };
    }

    private static JsonNode value(JsonNode object, String key) {
        return object.path("metadata").path("labels").path(key);
    }

    private static Predicate<JsonNode> field(String part) {
        Matcher equality = EQUALITY.matcher(part.strip());
        if (!equality.matches()) {
            throw KubeError.badRequest("unable to parse field selector: " + part);
        }
        String pointer = "/" + equality.group(1).replace('.', '/');
        boolean wanted = !equality.group(2).equals("!=");
        return object -> object.at(pointer).asText().equals(equality.group(3)) == wanted;
    }
}
