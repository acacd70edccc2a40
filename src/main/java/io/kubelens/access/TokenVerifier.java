package io.kubelens.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.kubelens.config.Config;
import io.kubelens.config.Derived;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides who is calling: Keycloak's access tokens, as RFC 7519 and RFC 8725 want them checked. */
public final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final Set<String> HEADER_TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    /** For clocks that differ: a token counts this long after its exp, and before its nbf. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private final SigningKeys keys;
    private final InstantSource clock;
    private final Derived<Config.Auth, Rules> rules;

    /** What the configuration asks of a token. */
    private record Rules(AudienceRule audience, GroupsClaim groups, Set<String> allowedGroups) {
        static Rules of(Config.Auth auth, InstantSource clock) {
            return new Rules(
                    new AudienceRule(auth, clock),
                    new GroupsClaim(auth.groupsClaim()),
                    Set.copyOf(auth.allowedGroups()));
        }
    }

    /** {@code auth} is asked for every token, so that it may change. */
    public TokenVerifier(Supplier<Config.Auth> auth, SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.rules = new Derived<>(auth, now -> Rules.of(now, clock));
    }

    /** Whether somebody who was let in would be let in now. */
    public boolean admits(Principal caller) {
        return !Collections.disjoint(caller.groups(), rules.get().allowedGroups());
    }

    /**
     * The caller, when the header carries a good token of somebody in an allowed group. Waits up to 3 s, and only when the
     * token is signed with a key not seen before.
     *
     * @throws MissingToken when there is no bearer token
     * @throws InvalidToken when there is one that we do not accept
     * @throws AccessDenied when it is good, but in no allowed group
     * @throws KeysUnavailable when there are no keys to judge it by
     */
    public Principal verify(@Nullable String authorizationHeader) {
        String text = Bearer.token(authorizationHeader);
        String issuer = keys.issuer();
        SignedJWT token = parse(text);
        JWTClaimsSet claims = claims(token);
        // First what is cheap: a token that is refused anyway must not make us read keys again.
        Instant expiresAt = checkTimes(claims);
        String subject = checkOrigin(claims, issuer);
        checkSignature(token);
        Rules now = rules.get();
        now.audience().check(claims);
        Principal caller = new Principal(subject, now.groups().in(claims.getClaims()), expiresAt);
        if (Collections.disjoint(caller.groups(), now.allowedGroups())) {
            throw new AccessDenied(caller);
        }
        return caller;
    }

    private static SignedJWT parse(String text) {
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | RuntimeException e) {
            // Hostile text, and the library's messages quote it.
            throw new InvalidToken("not a signed JWT");
        }
    }

    private static JWTClaimsSet claims(SignedJWT token) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            if (claims != null) {
                return claims;
            }
        } catch (ParseException | RuntimeException e) {
            // Said below: the library's messages quote the token.
        }
        throw new InvalidToken("the claims are not a JSON object of the right types");
    }

    private Instant checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        require(expires != null, "no exp");
        require(now.isBefore(expires.toInstant().plus(LEEWAY)), "expired");
        Date notBefore = claims.getNotBeforeTime();
        require(notBefore == null || !now.plus(LEEWAY).isBefore(notBefore.toInstant()), "not valid yet");
        return expires.toInstant();
    }

    private static String checkOrigin(JWTClaimsSet claims, String issuer) {
        require(issuer.equals(claims.getIssuer()), "the issuer is not " + issuer);
        Object type = claims.getClaim("typ");
        require(type == null || type.equals("Bearer"), "not an access token: the claim typ is not Bearer");
        String subject = claims.getSubject();
        require(subject != null && !subject.isBlank(), "no sub; Keycloak's client scope 'basic' maps it");
        return subject;
    }

    private void checkSignature(SignedJWT token) {
        JWSHeader header = token.getHeader();
        require(
                ALGORITHMS.contains(header.getAlgorithm()),
                "the algorithm is none of RS, PS and ES with 256, 384 or 512");
        require(isAccessToken(header.getType()), "not an access token: the header's typ is neither JWT nor at+jwt");
        require(header.getCriticalParams() == null, "critical header parameters are not understood");
        String id = header.getKeyID();
        require(id != null && !id.isEmpty(), "no kid");
        VerificationKey key = keys.find(id);
        if (key == null) {
            throw new InvalidToken("signed with a key that the realm does not publish");
        }
        require(key.signed(token), "the signature is wrong");
    }

    private static boolean isAccessToken(@Nullable JOSEObjectType type) {
        return type == null || HEADER_TYPES.contains(type.getType().toLowerCase(Locale.ROOT));
    }

    private static void require(boolean claim, String otherwise) {
        if (!claim) {
            throw new InvalidToken(otherwise);
        }
    }
}
