package io.kubelens.bench;

import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.Lens;
import io.kubelens.real.RealCluster;
import java.io.IOException;
import java.time.Duration;

/** Measures all figures and prints them; docs/performance.md says how to start it. */
public final class Figures {
    private static final int WARM_UP = 500;

    private Figures() {}

    public static void main(String[] args) throws IOException {
        try (RealCluster cluster = RealCluster.start();
                Keycloak keycloak = Keycloak.shared();
                Lens lens = Lens.ready(cluster, GatewayConfig.of(keycloak))) {
            String token = keycloak.token("developer");
            LineLatency.measure(cluster, lens.client(), token, 20, WARM_UP, Duration.ofMillis(5));
            System.out.println(LineLatency.measure(cluster, lens.client(), token, 20, 1200, Duration.ofMillis(50)));
            System.out.println(ManyStreams.measure(cluster, lens.client(), token, 100, 30));
        }
        System.exit(0);
    }
}
