package io.kubelens.access;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key that tokens may be signed with.
 *
 * @param algorithm the only algorithm the issuer uses it with; null when it does not say
 */
record VerificationKey(String id, @Nullable Algorithm algorithm, JWSVerifier verifier) {
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final int MIN_RSA_BITS = 2048;

    /** Empty when the key is not for signatures, too weak, of another kind, or has no id to be found by. */
    static Optional<VerificationKey> from(JWK jwk) throws JOSEException {
        if (jwk.getKeyID() == null || !isForSignatures(jwk)) {
            return Optional.empty();
        }
        if (jwk instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS) {
            return Optional.of(new VerificationKey(jwk.getKeyID(), jwk.getAlgorithm(), new RSASSAVerifier(rsa)));
        }
        if (jwk instanceof ECKey ec && CURVES.contains(ec.getCurve())) {
            return Optional.of(new VerificationKey(jwk.getKeyID(), jwk.getAlgorithm(), new ECDSAVerifier(ec)));
        }
        return Optional.empty();
    }

    private static boolean isForSignatures(JWK jwk) {
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    /** Whether this key signed it, with an algorithm that fits the key. */
    boolean signed(SignedJWT token) {
        JWSAlgorithm used = token.getHeader().getAlgorithm();
        if (algorithm != null && !algorithm.equals(used)) {
            return false;
        }
        try {
            return verifier.supportedJWSAlgorithms().contains(used) && token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
