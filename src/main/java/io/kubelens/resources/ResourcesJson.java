package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of a pod ask for and use, added up; empty text for unknown or nothing.
 *
 * @param metricsAgeSeconds how long ago usage was read; left out when 0
 * @param metricsStale whether that is too long ago to be called current; left out when false
 */
record ResourcesJson(
        String cpuUsage,
        String cpuRequest,
        String cpuLimit,
        String memUsage,
        String memRequest,
        String memLimit,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long metricsAgeSeconds,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean metricsStale) {

    static final ResourcesJson NONE = new ResourcesJson("", "", "", "", "", "", 0, false);

    /** Init containers do not count: they are gone when the others run. */
    static ResourcesJson of(PodSpec spec, CurrentUsage usage) {
        return new ResourcesJson(
                usage.sum().cpuText(),
                cpu(spec, ResourceRequirements::getRequests),
                cpu(spec, ResourceRequirements::getLimits),
                usage.sum().memoryText(),
                memory(spec, ResourceRequirements::getRequests),
                memory(spec, ResourceRequirements::getLimits),
                usage.ageSeconds(),
                usage.stale());
    }

    private static String cpu(PodSpec spec, Function<ResourceRequirements, @Nullable Map<String, Quantity>> part) {
        Amount sum = sum(spec, part, "cpu");
        return sum.isZero() ? "" : sum.cores();
    }

    private static String memory(PodSpec spec, Function<ResourceRequirements, @Nullable Map<String, Quantity>> part) {
        Amount sum = sum(spec, part, "memory");
        return sum.isZero() ? "" : sum.bytes();
    }

    private static Amount sum(
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
        return sum;
    }
}
