package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeycloakIT {
    private static Keycloak keycloak;

    @BeforeAll
    static void start() {
        keycloak = Keycloak.shared();
    }

    @Test
    void namesTheClientAsAudienceAndGroupsByPath() throws ParseException {
        JWTClaimsSet claims = SignedJWT.parse(keycloak.token("admin")).getJWTClaimsSet();

        assertThat(claims.getIssuer()).isEqualTo(keycloak.issuer());
        assertThat(claims.getAudience()).contains("kubelens");
        assertThat(claims.getClaim("typ")).isEqualTo("Bearer");
        assertThat(claims.getStringListClaim("groups"))
                .containsExactlyInAnyOrder("/k8s-logs-access", "/k8s-admin-access");
    }

    @Test
    void givesAnOutsiderNoGroup() throws ParseException {
        JWTClaimsSet claims = SignedJWT.parse(keycloak.token("outsider")).getJWTClaimsSet();

        assertThat(claims.getClaims().get("groups")).isIn(null, List.of());
    }

    @Test
    void leavesTheAudienceOutWhereNoMapperAddsIt() throws ParseException {
        JWTClaimsSet claims =
                SignedJWT.parse(keycloak.token("developer", "strict-less")).getJWTClaimsSet();

        assertThat(claims.getAudience()).doesNotContain("kubelens");
        assertThat(claims.getStringClaim("azp")).isEqualTo("strict-less");
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> keycloak.token("nobody")).hasMessageContaining("invalid_grant");
    }

    @Test
    void signsWithANewKeyAfterARotation() throws Exception {
        String before = SignedJWT.parse(keycloak.token("developer")).getHeader().getKeyID();

        String rotated = keycloak.rotateKeys();

        assertThat(SignedJWT.parse(keycloak.token("developer")).getHeader().getKeyID())
                .isEqualTo(rotated)
                .isNotEqualTo(before);
        assertThat(keys().getKeyByKeyId(rotated)).isNotNull();
        assertThat(keys().getKeyByKeyId(before)).isNull();
    }

    @Test
    void keepsKeysAndPortOverARestart() throws Exception {
        String issuer = keycloak.issuer();
        String kid = SignedJWT.parse(keycloak.token("developer")).getHeader().getKeyID();

        keycloak.stop();
        assertThatThrownBy(() -> keys()).isInstanceOf(IOException.class);
        keycloak.start();

        assertThat(keycloak.issuer()).isEqualTo(issuer);
        assertThat(SignedJWT.parse(keycloak.token("developer")).getHeader().getKeyID())
                .isEqualTo(kid);
    }

    private static JWKSet keys() throws IOException, ParseException {
        return JWKSet.load(
                URI.create(keycloak.issuer() + "/protocol/openid-connect/certs").toURL());
    }
}
