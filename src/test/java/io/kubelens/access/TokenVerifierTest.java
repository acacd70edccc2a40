package io.kubelens.access;

import static io.kubelens.access.TestToken.EC;
import static io.kubelens.access.TestToken.LIFE;
import static io.kubelens.access.TestToken.NOW;
import static io.kubelens.access.TestToken.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.kubelens.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final ECKey EC_384 = TestToken.ec("ec-384", Curve.P_384);
    private static final ECKey EC_521 = TestToken.ec("ec-521", Curve.P_521);
    private static final RSAKey OTHER = TestToken.rsa("rsa");
    private static final RSAKey STRANGER = TestToken.rsa("stranger");
    private static final RSAKey WEAK = TestToken.rsa("weak", 1024);
    private static final RSAKey ENCRYPTION = new RSAKey.Builder(STRANGER)
            .keyID("encryption")
            .keyUse(KeyUse.ENCRYPTION)
            .build();
    private static final RSAKey ONLY_512 = new RSAKey.Builder(STRANGER)
            .keyID("only-512")
            .algorithm(JWSAlgorithm.RS512)
            .build();
    /** Unknown key ids may cause one read in this class, and then none. */
    private static final Pace PACE = new Pace(
            Duration.ofHours(1),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofHours(1),
            1,
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));

    private static LoopbackRealm realm;
    private static SigningKeys keys;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    @BeforeAll
    static void loadKeys() throws IOException {
        realm = LoopbackRealm.open(RSA, EC, EC_384, EC_521, WEAK, ENCRYPTION, ONLY_512);
        keys = new SigningKeys(realm.auth(), () -> NOW, PACE);
        keys.start();
        await().until(keys::loaded);
    }

    @AfterAll
    static void close() {
        keys.close();
        realm.close();
    }

    private TokenVerifier verifier() {
        return verifier(false, "groups");
    }

    private TokenVerifier verifier(boolean acceptAzp, String groupsClaim) {
        Config.Auth auth = realm.auth(acceptAzp, groupsClaim);
        return new TokenVerifier(() -> auth, keys, now::get);
    }

    private static TestToken token() {
        return new TestToken(realm.issuer());
    }

    @Test
    void knowsTheCallerOfAGoodToken() {
        Principal caller = verifier().verify(token().bearer());

        assertThat(caller).isEqualTo(new Principal("5f0c-subject", Set.of("k8s-logs-access"), NOW.plus(LIFE)));
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("RS256", change(t -> t)),
                arguments("RS384", change(t -> t.signedBy(RSA, JWSAlgorithm.RS384))),
                arguments("RS512", change(t -> t.signedBy(RSA, JWSAlgorithm.RS512))),
                arguments("PS256", change(t -> t.signedBy(RSA, JWSAlgorithm.PS256))),
                arguments("PS384", change(t -> t.signedBy(RSA, JWSAlgorithm.PS384))),
                arguments("PS512", change(t -> t.signedBy(RSA, JWSAlgorithm.PS512))),
                arguments("ES256", change(t -> t.signedBy(EC, JWSAlgorithm.ES256))),
                arguments("ES384", change(t -> t.signedBy(EC_384, JWSAlgorithm.ES384))),
                arguments("ES512", change(t -> t.signedBy(EC_521, JWSAlgorithm.ES512))),
                arguments("expired within the leeway", change(t -> t.expiring(NOW.minusSeconds(4)))),
                arguments("valid within the leeway", change(t -> t.notBefore(NOW.plusSeconds(5)))),
                arguments("no typ in the claims", change(t -> t.claim("typ", null))),
                arguments("no typ in the header", change(t -> t.typed(null))),
                arguments("RFC 9068", change(t -> t.typed("at+jwt"))),
                arguments("one audience as a string", change(t -> t.claim("aud", "kubelens"))),
                arguments("group as a full path", change(t -> t.claim("groups", List.of("/k8s-logs-access")))),
                arguments("one group of several", change(t -> t.claim("groups", List.of("a", "k8s-logs-access")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void accepts(String what, UnaryOperator<TestToken> change) {
        assertThatCode(() -> verifier().verify(change.apply(token()).bearer())).doesNotThrowAnyException();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("HS256 with the public key", "algorithm", change(t -> t.signedBy(RSA, JWSAlgorithm.HS256))),
                arguments(
                        "another key with a known id",
                        "signature is wrong",
                        change(t -> t.signedBy(OTHER, JWSAlgorithm.RS256))),
                arguments("an RSA algorithm on an EC key", "signature is wrong", change(t -> t.naming("ec"))),
                arguments("an EC algorithm on an RSA key", "signature is wrong", change(t -> t.signedBy(
                                EC, JWSAlgorithm.ES256)
                        .naming("rsa"))),
                arguments(
                        "another algorithm than the key's",
                        "signature is wrong",
                        change(t -> t.signedBy(ONLY_512, JWSAlgorithm.RS256))),
                arguments("an unknown key", "does not publish", change(t -> t.signedBy(STRANGER, JWSAlgorithm.RS256))),
                arguments(
                        "an RSA key of 1024 bits",
                        "does not publish",
                        change(t -> t.signedBy(WEAK, JWSAlgorithm.RS256))),
                arguments(
                        "a key for encryption",
                        "does not publish",
                        change(t -> t.signedBy(ENCRYPTION, JWSAlgorithm.RS256))),
                arguments("no kid", "no kid", change(t -> t.naming(null))),
                arguments("a critical header", "critical", change(TestToken::critical)),
                arguments("a header typ of a logout token", "header's typ", change(t -> t.typed("logout+jwt"))),
                arguments("expired", "expired", change(t -> t.expiring(NOW.minusSeconds(5)))),
                arguments("no exp", "no exp", change(t -> t.claim("exp", null))),
                arguments("exp that is no number", "right types", change(t -> t.claim("exp", "tomorrow"))),
                arguments("nbf in the future", "not valid yet", change(t -> t.notBefore(NOW.plusSeconds(6)))),
                arguments(
                        "another issuer", "the issuer is not", change(t -> t.claim("iss", "http://other/realms/test"))),
                arguments(
                        "an issuer with a slash more",
                        "the issuer is not",
                        change(t -> t.claim("iss", realm.issuer() + "/"))),
                arguments("no issuer", "the issuer is not", change(t -> t.claim("iss", null))),
                arguments("no sub", "no sub", change(t -> t.claim("sub", null))),
                arguments("an empty sub", "no sub", change(t -> t.claim("sub", " "))),
                arguments("sub that is no string", "right types", change(t -> t.claim("sub", List.of("x")))),
                arguments("an ID token", "not an access token", change(t -> t.claim("typ", "ID"))),
                arguments("a refresh token", "not an access token", change(t -> t.claim("typ", "Refresh"))),
                arguments("typ of another type", "not an access token", change(t -> t.claim("typ", List.of("Bearer")))),
                arguments("another audience", "audience", change(t -> t.claim("aud", "account"))),
                arguments("part of the audience", "audience", change(t -> t.claim("aud", "kubelens-admin"))),
                arguments("no audience", "audience", change(t -> t.claim("aud", null))),
                arguments("azp only", "audience", change(t -> t.claim("aud", "account")
                        .claim("azp", "kubelens"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void refuses(String what, String detail, UnaryOperator<TestToken> change) {
        String text = change.apply(token()).bearer();

        InvalidToken refusal =
                catchThrowableOfType(InvalidToken.class, () -> verifier().verify(text));

        assertThat(refusal).hasMessage("invalid token").hasNoCause();
        assertThat(refusal.detail()).contains(detail);
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void refusesATokenWithoutASignature() {
        String none = new PlainJWT(new JWTClaimsSet.Builder().subject("me").build()).serialize();
        String cut = token().text().replaceAll("[^.]*$", "");

        assertInvalid("Bearer " + none);
        assertInvalid("Bearer " + cut);
    }

    @Test
    void refusesATokenThatWasChanged() {
        String[] parts = token().text().split("\\.", -1);
        String others = token().claim("sub", "admin").text().split("\\.", -1)[1];

        assertInvalid("Bearer " + parts[0] + "." + others + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "....", "e30.e30.e30", "a.b.c.d.e", "x y", "x, Bearer y", "x\ty", "é"})
    void refusesWhatIsNoToken(String text) {
        assertInvalid("Bearer " + text);
    }

    @Test
    void takesAzpWhereTheConfigurationSaysSo() {
        TestToken forUs = token().claim("aud", "account").claim("azp", "kubelens");
        TestToken forOthers = token().claim("aud", "account").claim("azp", "other");
        TestToken odd = token().claim("aud", "account").claim("azp", List.of("kubelens"));
        TokenVerifier relaxed = verifier(true, "groups");

        assertThatCode(() -> relaxed.verify(forUs.bearer())).doesNotThrowAnyException();
        assertThatThrownBy(() -> relaxed.verify(forOthers.bearer())).isInstanceOf(InvalidToken.class);
        assertThatThrownBy(() -> relaxed.verify(odd.bearer())).isInstanceOf(InvalidToken.class);
    }

    static Stream<Arguments> groupsThatDoNotLetIn() {
        return Stream.of(
                arguments("no claim", null),
                arguments("none", List.of()),
                arguments("another", List.of("k8s-admin-access")),
                arguments("part of the name", List.of("k8s-logs", "logs-access")),
                arguments("more than the name", List.of("k8s-logs-access-2", "xk8s-logs-access")),
                arguments("another case", List.of("K8S-Logs-Access")),
                arguments("below another group", List.of("/team/k8s-logs-access")),
                arguments("two slashes", List.of("//k8s-logs-access")),
                arguments("blanks around", List.of(" k8s-logs-access ")),
                arguments("a string", "k8s-logs-access"),
                arguments("an object", Map.of("k8s-logs-access", true)),
                arguments("an array of arrays", List.of(List.of("k8s-logs-access"))),
                arguments("numbers", List.of(1, 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groupsThatDoNotLetIn")
    void deniesAccessToGroups(String what, Object groups) {
        String text = token().claim("groups", groups).bearer();

        assertThatThrownBy(() -> verifier().verify(text))
                .isInstanceOf(AccessDenied.class)
                .hasMessage("access denied");
    }

    @Test
    void findsGroupsAtAPath() {
        TestToken roles =
                token().claim("groups", null).claim("realm_access", Map.of("roles", List.of("k8s-logs-access")));
        TestToken literal = token().claim("realm_access.roles", List.of("k8s-logs-access"));
        TestToken both = token().claim("realm_access.roles", List.of())
                .claim("realm_access", Map.of("roles", List.of("k8s-logs-access")));
        TestToken neither = token().claim("realm_access", "roles");
        TokenVerifier byRole = verifier(false, "realm_access.roles");

        assertThat(byRole.verify(roles.bearer()).groups()).containsExactly("k8s-logs-access");
        assertThat(byRole.verify(literal.bearer()).groups()).containsExactly("k8s-logs-access");
        assertThatThrownBy(() -> byRole.verify(both.bearer())).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> byRole.verify(neither.bearer())).isInstanceOf(AccessDenied.class);
    }

    @Test
    void saysOnceAMinuteWhichMapperIsMissing() {
        TokenVerifier strict = verifier();
        String text = token().claim("aud", "account").bearer();
        now.set(NOW);
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            assertThatThrownBy(() -> strict.verify(text)).isInstanceOf(InvalidToken.class);
            assertThatThrownBy(() -> strict.verify(text)).isInstanceOf(InvalidToken.class);

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("Audience", "'kubelens'", "auth.accept_azp: true");

            now.set(NOW.plusSeconds(61));
            assertThatThrownBy(() -> strict.verify(text)).isInstanceOf(InvalidToken.class);
            assertThat(log.warnings()).hasSize(2);
        }
    }

    @Test
    void saysNothingAboutMappersToTokensThatNobodySigned() {
        String forged = token().claim("aud", "account")
                .signedBy(OTHER, JWSAlgorithm.RS256)
                .bearer();
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            assertInvalid(forged);

            assertThat(log.warnings()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void tellsNobodyTheToken(String what, String detail, UnaryOperator<TestToken> change) {
        String text = change.apply(token().claim("canary", "c4n4ry-claim")).text();
        try (CapturedLog log = CapturedLog.of("ROOT")) {
            InvalidToken refusal =
                    catchThrowableOfType(InvalidToken.class, () -> verifier().verify("Bearer " + text));

            String told = refusal + refusal.detail() + log.lines();
            assertThat(told).doesNotContain("c4n4ry", "5f0c-subject").doesNotContain(text.split("\\."));
        }
    }

    @Test
    void tellsNobodyTextThatIsNoToken() {
        try (CapturedLog log = CapturedLog.of("ROOT")) {
            InvalidToken refusal =
                    catchThrowableOfType(InvalidToken.class, () -> verifier().verify("Bearer c4n4ry.c4n4ry.c4n4ry"));

            assertThat(refusal + refusal.detail() + log.lines()).doesNotContain("c4n4ry");
        }
    }

    private void assertInvalid(String header) {
        assertThatThrownBy(() -> verifier().verify(header))
                .isInstanceOf(InvalidToken.class)
                .hasMessage("invalid token");
    }

    private static UnaryOperator<TestToken> change(UnaryOperator<TestToken> change) {
        return change;
    }
}
