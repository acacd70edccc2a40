package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.kubelens.HeardLog;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whom the gateway lets in, judged by what a real Keycloak signs. */
@ExtendWith(SharedCluster.class)
class TokensIT {
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Lens lens;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        keycloak = Keycloak.shared();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void refusesWhatIsNoTokenOfTheRealm() throws Exception {
        refused(lens.client().get(PODS), "missing token");
        refused(lens.client().get(PODS, "garbage"), "invalid token");
        refused(lens.client().get(PODS, keycloak.tokenOfAnotherRealm()), "invalid token");
        refused(lens.client().get(PODS, signedByAnother(keycloak.token("admin"))), "invalid token");
    }

    /** The claims and the key's name are the realm's, the key is not. */
    private static String signedByAnother(String token) throws Exception {
        SignedJWT real = SignedJWT.parse(token);
        RSAKey key =
                new RSAKeyGenerator(2048).keyID(real.getHeader().getKeyID()).generate();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        SignedJWT forged = new SignedJWT(header, real.getJWTClaimsSet());
        forged.sign(new RSASSASigner(key));
        return forged.serialize();
    }

    @Test
    void refusesATokenOnceItHasExpired() throws Exception {
        String brief = keycloak.token("developer", "brief");
        assertThat(lens.client().get(PODS, brief).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> lens.client().get(PODS, brief).status() == 401);

        refused(lens.client().get(PODS, brief), "invalid token");
    }

    @Test
    void takesRotatedKeysAtOnceAndWithdrawnOnesNoMore() throws Exception {
        String before = keycloak.token("developer");
        assertThat(lens.client().get(PODS, before).status()).isEqualTo(200);

        keycloak.rotateKeys();

        assertThat(lens.client().get(PODS, keycloak.token("developer")).status())
                .isEqualTo(200);
        refused(lens.client().get(PODS, before), "invalid token");
    }

    @Test
    void refusesATokenWithoutOurAudienceAndNamesTheMapper() throws Exception {
        try (HeardLog logged = HeardLog.of("io.kubelens.access").listen();
                Lens strict = Lens.ready(cluster, config())) {
            refused(strict.client().get(PODS, keycloak.token("developer", "strict-less")), "invalid token");
            assertThat(logged.lines())
                    .anyMatch(text ->
                            text.contains("add a mapper of type Audience with Included Client Audience 'strict-less'")
                                    && text.contains("auth.accept_azp: true"));
        }
    }

    @Test
    void takesTheAuthorizedPartyForTheAudienceWhereConfigured() throws Exception {
        GatewayConfig lenient = config().with("client_id: strict-less", "client_id: strict-less\n  accept_azp: true");
        try (Lens other = Lens.ready(cluster, lenient)) {
            assertThat(other.client()
                            .get(PODS, keycloak.token("developer", "strict-less"))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Of a gateway for the client to which no mapper adds an audience. */
    private static GatewayConfig config() {
        return GatewayConfig.of(keycloak).with("client_id: kubelens", "client_id: strict-less");
    }

    private static void refused(GatewayClient.Answer answer, String error) throws IOException {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    }
}
