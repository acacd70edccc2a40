package io.kubelens.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the token of a developer as Keycloak issues it, and whatever differs from it. */
final class TestToken {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration LIFE = Duration.ofMinutes(5);
    static final RSAKey RSA = rsa("rsa");
    static final ECKey EC = ec("ec", Curve.P_256);

    private final JWTClaimsSet.Builder claims;
    private JWK key = RSA;
    private JWSAlgorithm algorithm = JWSAlgorithm.RS256;
    private @Nullable String keyId = "";
    private @Nullable String type = "JWT";
    private boolean critical;

    TestToken(String issuer) {
        claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("5f0c-subject")
                .audience(List.of("account", "kubelens"))
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(LIFE)))
                .claim("typ", "Bearer")
                .claim("azp", "console")
                .claim("groups", List.of("k8s-logs-access"));
    }

    TestToken claim(String name, @Nullable Object value) {
        claims.claim(name, value);
        return this;
    }

    TestToken expiring(Instant when) {
        claims.expirationTime(Date.from(when));
        return this;
    }

    TestToken notBefore(Instant when) {
        claims.notBeforeTime(Date.from(when));
        return this;
    }

    TestToken signedBy(JWK other, JWSAlgorithm with) {
        key = other;
        algorithm = with;
        return this;
    }

    /** Another {@code kid} than the key's, or none. */
    TestToken naming(@Nullable String id) {
        keyId = id;
        return this;
    }

    /** Another {@code typ} in the header, or none. */
    TestToken typed(@Nullable String other) {
        type = other;
        return this;
    }

    TestToken critical() {
        critical = true;
        return this;
    }

    String text() {
        try {
            SignedJWT token = new SignedJWT(header(), claims.build());
            token.sign(signer());
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String bearer() {
        return "Bearer " + text();
    }

    private JWSHeader header() {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm);
        header.keyID("".equals(keyId) ? key.getKeyID() : keyId);
        header.type(type == null ? null : new JOSEObjectType(type));
        if (critical) {
            header.criticalParams(Set.of("exp")).customParam("exp", 1);
        }
        return header.build();
    }

    private JWSSigner signer() throws JOSEException {
        if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
            // The classic confusion: the public key as the shared secret.
            return new MACSigner(key.toPublicJWK().toJSONString());
        }
        return key instanceof RSAKey rsa
                ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
                : new ECDSASigner(key.toECKey());
    }

    static RSAKey rsa(String id) {
        return rsa(id, 2048);
    }

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
