package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is used.
 *
 * @param cpu in billionths of a core
 * @param memory in bytes
 */
record Usage(long cpu, long memory) {
    static final Usage NONE = new Usage(0, 0);
    private static final long NANOS = 1_000_000_000;
    private static final long MILLI = NANOS / 1000;

    /** Of all containers together. */
    static Usage of(PodMetrics pod) {
        Usage sum = NONE;
        for (ContainerMetrics container : Kept.list(pod.getContainers())) {
            var usage = Kept.map(container.getUsage());
            BigDecimal cores = amount(usage.get("cpu")).multiply(BigDecimal.valueOf(NANOS));
            sum = sum.plus(new Usage(whole(cores), whole(amount(usage.get("memory")))));
        }
        return sum;
    }

    private static BigDecimal amount(@Nullable Quantity quantity) {
        return quantity == null ? BigDecimal.ZERO : Amount.of(quantity).value();
    }

    private static long whole(BigDecimal value) {
        return value.setScale(0, RoundingMode.UP).longValue();
    }

    Usage plus(Usage other) {
        return new Usage(cpu + other.cpu, memory + other.memory);
    }

    /** {@code 12m}, {@code 2c}, {@code 1.25c}: from whole thousandths, rounded up; empty for none. */
    String cpuText() {
        long milli = Math.ceilDiv(cpu, MILLI);
        if (milli < 1000) {
            return milli == 0 ? "" : milli + "m";
        }
        if (milli % 1000 == 0) {
            return milli / 1000 + "c";
        }
        return BigDecimal.valueOf(milli, 3).setScale(2, RoundingMode.HALF_UP) + "c";
    }

    /** {@code 48.31Mi}; empty for none. */
    String memoryText() {
        return memory == 0 ? "" : Amount.rounded(BigDecimal.valueOf(memory));
    }
}
