package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import io.kubelens.real.SharedCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A short soak; the long one is {@link SlowViewer}. */
@ExtendWith(SharedCluster.class)
class SlowViewerIT {
    @Test
    void slowsNobodyAndMissesNothingUntold(RealCluster cluster) throws Exception {
        Keycloak keycloak = Keycloak.shared();
        try (Lens lens = Lens.ready(cluster, SlowViewer.config(keycloak));
                CutsToken token = new CutsToken(keycloak)) {
            SlowViewer result = SlowViewer.measure(cluster, lens, token, Duration.ofSeconds(20), 10_000);

            assertThat(result.fastMissing()).as(result.toString()).isZero();
            assertThat(result.slowLines()).as(result.toString()).isGreaterThan(1);
            assertThat(result.slowUntold()).as(result.toString()).isZero();
            assertThat(result.heapAfter() - result.heapBefore())
                    .as(result.toString())
                    .isLessThan(32L * 1024 * 1024);
        }
    }
}
