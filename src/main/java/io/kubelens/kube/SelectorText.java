package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector as text, such as {@code app=web,tier in (a,b),!old}: what a custom resource's scale subresource
 * gives (kubernetes.io, "Labels and Selectors").
 */
final class SelectorText {
    private static final String KEY = "[-A-Za-z0-9_./]+";
    private static final String VALUE = "[-A-Za-z0-9_.]*";

    /** Commas part requirements, but not the values in brackets. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALS = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + KEY + ")");

    private SelectorText() {}

    /** Empty when it is no selector. */
    static Optional<PodSelector> parse(String text) {
        List<LabelSelectorRequirement> requirements = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : COMMA.split(text, -1)) {
            Optional<LabelSelectorRequirement> requirement = requirement(part.strip());
            if (requirement.isEmpty()) {
                return Optional.empty();
            }
            requirements.add(requirement.get());
        }
        return Optional.of(new PodSelector(Map.of(), requirements));
    }

    private static Optional<LabelSelectorRequirement> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .toList();
            return of(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values);
        }
        Matcher equals = EQUALS.matcher(text);
        if (equals.matches()) {
            return of(equals.group(1), equals.group(2).equals("!=") ? "NotIn" : "In", List.of(equals.group(3)));
        }
        Matcher exists = EXISTS.matcher(text);
        return exists.matches()
                ? of(exists.group(2), exists.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of())
                : Optional.empty();
    }

    private static Optional<LabelSelectorRequirement> of(String key, String operator, List<String> values) {
        return Optional.of(new LabelSelectorRequirement(key, operator, values));
    }
}
