package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A label selector as Kubernetes evaluates it, except that an empty one matches nothing: a workload that selects
 * every pod of its namespace would be a mistake, and shows other apps' logs.
 */
final class PodSelector {
    private final Map<String, String> labels;
    private final List<LabelSelectorRequirement> requirements;

    PodSelector(@Nullable LabelSelector selector) {
        labels = selector == null || selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        requirements =
                selector == null || selector.getMatchExpressions() == null ? List.of() : selector.getMatchExpressions();
    }

    boolean matches(Labelled object) {
        if (labels.isEmpty() && requirements.isEmpty()) {
            return false;
        }
        Map<String, String> actual = object.labels();
        return actual.entrySet().containsAll(labels.entrySet())
                && requirements.stream().allMatch(requirement -> matches(requirement, actual));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        @Nullable String value = labels.get(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
