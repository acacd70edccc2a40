package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1n, 1m",
        "11999999n, 12m",
        "12m, 12m",
        "12000001n, 13m",
        "999m, 999m",
        "1, 1c",
        "2000m, 2c",
        "1250m, 1.25c",
        "1234m, 1.23c",
        "1005m, 1.01c",
        "12345m, 12.35c"
    })
    void writesCpuInThousandthsRoundedUpAndThenInCores(String cpu, String shown) {
        assertThat(used(cpu, "0").cpuText()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, 0.01Ki",
        "512, 0.50Ki",
        "1Ki, 1.00Ki",
        "1536Ki, 1.50Mi",
        "49469Ki, 48.31Mi",
        "1Gi, 1.00Gi",
        "1100Gi, 1.07Ti",
        "5000Ti, 5000.00Ti"
    })
    void writesMemoryInBinaryUnitsWithTwoDecimals(String memory, String shown) {
        assertThat(used("0", memory).memoryText()).isEqualTo(shown);
    }

    @Test
    void addsUpTheContainersBeforeItRounds() {
        PodMetrics pod = new PodMetricsBuilder()
                .withNewMetadata()
                .endMetadata()
                .addNewContainer()
                .withUsage(Map.of("cpu", new Quantity("100u"), "memory", new Quantity("1Mi")))
                .endContainer()
                .addNewContainer()
                .withUsage(Map.of("cpu", new Quantity("200000n"), "memory", new Quantity("512Ki")))
                .endContainer()
                .addNewContainer()
                .endContainer()
                .build();

        Usage usage = Usage.of(pod);

        assertThat(usage).isEqualTo(new Usage(300_000, 1_572_864));
        assertThat(usage.cpuText()).isEqualTo("1m");
    }

    private static Usage used(String cpu, String memory) {
        return Usage.of(MeasuredPod.of("web-1", Instant.EPOCH, cpu, memory));
    }
}
