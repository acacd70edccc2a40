package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import io.kubelens.real.SharedCluster;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the figures are of the right order; the numbers themselves are measured by {@link Figures}. */
@ExtendWith(SharedCluster.class)
class FiguresIT {
    private static RealCluster cluster;
    private static Lens lens;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
        token = keycloak.token("developer");
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void needsNoThreadPerStream() throws IOException {
        ManyStreams result = ManyStreams.measure(cluster, lens.client(), token, 100, 3);

        assertThat(result.threads() - result.threadsBefore()).isLessThan(25);
    }

    @Test
    void bringsALineToTwentyViewersWithoutNoticeableDelay() {
        LineLatency result = LineLatency.measure(cluster, lens.client(), token, 20, 100, Duration.ofMillis(10));

        assertThat(result.samples()).isEqualTo(2000);
        assertThat(result.p99()).isLessThan(Duration.ofMillis(500));
    }
}
