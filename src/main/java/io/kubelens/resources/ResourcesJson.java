package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the containers of a pod ask for and use, added up; empty text for unknown or nothing. */
record ResourcesJson(
        String cpuUsage, String cpuRequest, String cpuLimit, String memUsage, String memRequest, String memLimit) {

    static final ResourcesJson NONE = new ResourcesJson("", "", "", "", "", "");

    /** Init containers do not count: they are gone when the others run. */
    static ResourcesJson of(PodSpec spec) {
        return new ResourcesJson(
                "",
                sum(spec, ResourceRequirements::getRequests, "cpu"),
                sum(spec, ResourceRequirements::getLimits, "cpu"),
                "",
                sum(spec, ResourceRequirements::getRequests, "memory"),
                sum(spec, ResourceRequirements::getLimits, "memory"));
    }

    private static String sum(
            PodSpec spec, Function<ResourceRequirements, @Nullable Map<String, Quantity>> part, String resource) {
        Amount sum = Amount.ZERO;
        for (var container : Kept.list(spec.getContainers())) {
            @Nullable ResourceRequirements requirements = container.getResources();
            @Nullable
            Quantity quantity = requirements == null
                    ? null
                    : Kept.map(part.apply(requirements)).get(resource);
            if (quantity != null) {
                sum = sum.plus(Amount.of(quantity));
            }
        }
        return sum.isZero() ? "" : sum.toString();
    }
}
