package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway, restarted on route files that are broken. */
@ExtendWith(SharedCluster.class)
class LastGoodIT {
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void startsFromTheLastGoodRoutesSaysSoAndTakesTheNextGoodOnes(RealCluster cluster, @TempDir Path directory)
            throws Exception {
        Keycloak keycloak = Keycloak.shared();
        String token = keycloak.token("developer");
        GatewayConfig config = GatewayConfig.of(keycloak)
                .with("last_good_dir: \"\"", "last_good_dir: " + directory.resolve("last-good"));
        try (PackagedGateway gateway = PackagedGateway.in(directory, cluster, config)) {
            gateway.start();
            gateway.kill();
            Path route = gateway.route("lens/pods-list.yaml");
            String good = Files.readString(route);
            Files.writeString(route, good.replace("ref: authenticate", "ref: nobody"));

            gateway.start();

            assertThat(gateway.client().get(PODS, token).status()).isEqualTo(200);
            assertThat(gateway.output())
                    .containsPattern("ERROR .*" + route + ":[0-9]+: pods-list: .*; starting with the last good routes,"
                            + " kept in " + directory.resolve("last-good"));

            Files.writeString(route, good.replace("{ns}/pods", "{ns}/others"));
            await().atMost(PATIENCE)
                    .until(() -> gateway.client()
                                    .get("/api/v1/namespaces/shop/others", token)
                                    .status()
                            == 200);
        }
    }
}
