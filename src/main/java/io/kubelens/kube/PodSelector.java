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
final class PodSelector implements Members {
    static final PodSelector NOTHING = new PodSelector(Map.of(), List.of());

    private final Map<String, String> labels;
    private final List<LabelSelectorRequirement> requirements;

    PodSelector(@Nullable LabelSelector selector) {
        this(
                selector == null || selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels(),
                selector == null ? List.of() : Lists.of(selector.getMatchExpressions()));
    }

    /** Both together must match. */
    PodSelector(Map<String, String> labels, List<LabelSelectorRequirement> requirements) {
        this.labels = labels;
        this.requirements = requirements;
    }

    @Override
    public boolean selects(KubePod pod) {
        return matches(pod);
    }

    boolean matches(Labelled object) {
        if (isEmpty()) {
            return false;
        }
        Map<String, String> actual = object.labels();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(actual.get(label.getKey()))) {
                return false;
            }
        }
        return requirements.stream().allMatch(requirement -> matches(requirement, actual));
    }

    boolean isEmpty() {
        return labels.isEmpty() && requirements.isEmpty();
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
