package io.kubelens.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a realm said about itself in one read.
 *
 * @param issuer what its tokens must carry as {@code iss}
 * @param byId never empty
 */
record RealmKeys(String issuer, Map<String, VerificationKey> byId) {
    RealmKeys {
        byId = Map.copyOf(byId);
    }

    /** Throws when the text is no key set or holds no key that could verify a token. */
    static RealmKeys parse(String issuer, String jwks) throws IOException {
        Map<String, VerificationKey> keys = new LinkedHashMap<>();
        try {
            for (JWK jwk : JWKSet.parse(jwks).getKeys()) {
                VerificationKey.from(jwk).ifPresent(key -> keys.putIfAbsent(key.id(), key));
            }
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new IOException("the answer of jwks_uri is not a JWK set", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("the JWK set holds no RSA (2048 bits or more) or EC key for signatures");
        }
        return new RealmKeys(issuer, keys);
    }
}
