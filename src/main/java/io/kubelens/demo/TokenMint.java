package io.kubelens.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs tokens that look like Keycloak's; the key lives in memory only. */
final class TokenMint {
    private final Clock clock;
    private final Duration lifetime;
    private volatile RSAKey key = newKey();

    TokenMint(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    Duration lifetime() {
        return lifetime;
    }

    /** A new key takes the place of the old one, which is published no more. */
    void rotate() {
        key = newKey();
    }

    Map<String, Object> publicKeys() {
        return new JWKSet(key.toPublicJWK()).toJSONObject();
    }

    String accessToken(String issuer, DemoUser user, String scope, Map<String, ? extends @Nullable Object> overrides) {
        JWTClaimsSet.Builder claims = common(issuer, user)
                .audience(List.of(DemoIssuer.CLIENT, "account"))
                .claim("typ", "Bearer")
                .claim("acr", "1")
                .claim("scope", scope)
                .claim("sid", UUID.randomUUID().toString());
        overrides.forEach(claims::claim);
        return sign(claims.build());
    }

    String idToken(String issuer, DemoUser user, @Nullable String nonce) {
        JWTClaimsSet.Builder claims =
                common(issuer, user).audience(DemoIssuer.CLIENT).claim("typ", "ID");
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        return sign(claims.build());
    }

    private JWTClaimsSet.Builder common(String issuer, DemoUser user) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .claim("azp", DemoIssuer.CLIENT)
                .claim("preferred_username", user.name())
                .claim("groups", user.groups());
    }

    private String sign(JWTClaimsSet claims) {
        RSAKey signing = key;
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(com.nimbusds.jose.JOSEObjectType.JWT)
                .keyID(signing.getKeyID())
                .build();
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
