package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A pod's resources, and what it used lately.
 *
 * @param resources its members stand beside the others
 * @param window how far back, for example {@code 15m}
 * @param samples oldest first
 * @param metricsAvailable whether Kubernetes tells usage; without a Metrics Server or the right to ask it does not
 */
public record MetricsJson(
        @JsonUnwrapped ResourcesJson resources, String window, List<Sample> samples, boolean metricsAvailable) {

    /**
     * What was used at a time.
     *
     * @param timestamp RFC 3339
     */
    record Sample(String timestamp, String cpuUsage, String memUsage) {
        static Sample of(UsageHistory.Sample sample) {
            return new Sample(
                    sample.at().toString(),
                    sample.usage().cpuText(),
                    sample.usage().memoryText());
        }
    }
}
