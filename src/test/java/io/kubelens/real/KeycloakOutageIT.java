package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** One outage of Keycloak, seen by a gateway that ran before and by one that starts in it. */
@ExtendWith(SharedCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakOutageIT {
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Lens before;
    private static Lens during;
    private static String token;

    @BeforeAll
    static void stopKeycloak(RealCluster shared) {
        cluster = shared;
        cluster.pods().running("shop", "outlasting", Map.of(), "app");
        keycloak = Keycloak.shared();
        before = Lens.ready(cluster, GatewayConfig.of(keycloak));
        token = keycloak.token("developer");
        keycloak.stop();
        during = Lens.start(cluster, GatewayConfig.of(keycloak));
    }

    @AfterAll
    static void stop() {
        if (during != null) {
            during.close();
        }
        if (before != null) {
            before.close();
        }
        if (keycloak != null) {
            keycloak.start();
        }
    }

    @Test
    @Order(1)
    void keepsServingTheTokensThatAreThere() throws Exception {
        assertThat(before.client().get(PODS, token).status()).isEqualTo(200);
        assertThat(before.client().get("/readyz").status()).isEqualTo(200);
        assertThat(before.client().get(PODS, "garbage").status()).isEqualTo(401);
    }

    @Test
    @Order(1)
    void startsWithoutKeycloakAndSaysThatItIsNotReady() throws Exception {
        assertThat(during.client().get("/healthz").status()).isEqualTo(200);
        assertThat(during.client().get("/readyz").status()).isEqualTo(503);

        GatewayClient.Answer answer = during.client().get(PODS, token);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.error()).isEqualTo("signing keys unavailable");
    }

    @Test
    @Order(2)
    void recoversByItselfWhenKeycloakComes() throws Exception {
        keycloak.start();

        during.awaitReady();

        assertThat(during.client().get(PODS, token).status()).isEqualTo(200);
        assertThat(during.client().get(PODS, keycloak.token("developer")).status())
                .isEqualTo(200);
        assertThat(before.client().get(PODS, keycloak.token("developer")).status())
                .isEqualTo(200);
    }
}
