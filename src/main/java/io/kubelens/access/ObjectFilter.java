package io.kubelens.access;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.kubelens.config.Config;
import io.kubelens.kube.Labelled;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of {@code kubernetes.pod_filters} and {@code kubernetes.app_filters}. */
final class ObjectFilter {
    private final Pattern include;
    private final List<Exclusion> exclusions;

    /** Throws an IllegalArgumentException when the regex is not RE2 or an exclusion names no label. */
    ObjectFilter(Config.Filters filters) {
        try {
            include = Pattern.compile(filters.includeRegex());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("include_regex: " + e.getMessage(), e);
        }
        exclusions = filters.excludeLabels().stream().map(Exclusion::of).toList();
    }

    boolean hides(Labelled object) {
        return !include.matcher(object.name()).find()
                || exclusions.stream().anyMatch(exclusion -> exclusion.matches(object.labels()));
    }

    private record Exclusion(String key, @Nullable String value) {

        static Exclusion of(String text) {
            String[] parts = text.split("=", 2);
            String key = parts[0].strip();
            if (key.isEmpty()) {
                throw new IllegalArgumentException(
                        "exclude_labels: '" + text + "' names no label; use key=value or key");
            }
            String value = parts.length == 1 ? "" : parts[1].strip();
            return new Exclusion(key, value.isEmpty() ? null : value);
        }

        boolean matches(Map<String, String> labels) {
            return value == null ? labels.containsKey(key) : value.equals(labels.get(key));
        }
    }
}
