package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import io.kubelens.real.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A twentieth of what {@link Cuts} does when it is recorded. */
@ExtendWith(SharedCluster.class)
class CutsIT {
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void losesAndDoublesNoLineOverFiveHundredCuts(RealCluster cluster) {
        Keycloak keycloak = Keycloak.shared();
        try (Lens lens = Lens.ready(cluster, GatewayConfig.of(keycloak))) {
            Cuts result = Cuts.measure(cluster, lens, keycloak, 500, seed);

            assertThat(result.lost()).as(result.toString()).isZero();
            assertThat(result.doubled()).as(result.toString()).isZero();
            assertThat(result.wrong()).as(result.toString()).isZero();
        }
    }
}
