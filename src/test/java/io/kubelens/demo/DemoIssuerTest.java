package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class DemoIssuerTest {
    private static final String BACK = "http://localhost:8080/";
    private static final String VERIFIER = "a-verifier-of-the-forty-three-characters-or-more";

    @RegisterExtension
    static final LoopbackWeb WEB = new LoopbackWeb();

    private DemoIssuer issuer;

    @BeforeEach
    void start() {
        issuer = DemoIssuer.start(WEB.vertx(), 0);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void tokenOfThePasswordGrantVerifiesAndNamesTheGroups() throws Exception {
        JWTClaimsSet claims = verify(DemoToken.fetch(URI.create(issuer.issuer()), "admin", "admin"));
        assertThat(claims.getIssuer()).isEqualTo(issuer.url() + "/realms/kubelens");
        assertThat(claims.getAudience()).containsExactly("kubelens", "account");
        assertThat(claims.getStringListClaim("groups")).containsExactly("k8s-logs-access", "k8s-admin-access");
        assertThat(claims.getStringClaim("typ")).isEqualTo("Bearer");
        assertThat(claims.getStringClaim("azp")).isEqualTo("kubelens");
        assertThat(claims.getStringClaim("preferred_username")).isEqualTo("admin");
        assertThat(claims.getSubject()).isEqualTo(DemoUser.ALL.get(1).subject());
        assertThat(UUID.fromString(claims.getSubject())).isNotNull();
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
    }

    @Test
    void refusesAWrongPassword() {
        assertThatIOException()
                .isThrownBy(() -> DemoToken.fetch(URI.create(issuer.issuer()), "admin", "developer"))
                .withMessageContaining("Invalid user credentials");
        assertThat(post(Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "kubelens",
                                "username",
                                "nobody",
                                "password",
                                "nobody"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesAnotherClientAndAnotherGrant() {
        assertThat(error(post(Map.of("grant_type", "password", "client_id", "other"))))
                .isEqualTo("401 invalid_client");
        assertThat(error(post(Map.of("grant_type", "client_credentials", "client_id", "kubelens"))))
                .isEqualTo("400 unsupported_grant_type");
        assertThat(error(post(Map.of("client_id", "kubelens")))).isEqualTo("400 invalid_request");
    }

    @Test
    void codeWithPkceGivesATokenOnce() throws Exception {
        Map<String, String> form = codeForm(
                login("code_challenge_method=S256&code_challenge=" + LoginCodes.challenge(VERIFIER)), VERIFIER);
        JsonObject answer = new JsonObject(post(form).body());
        assertThat(verify(answer.getString("access_token")).getStringClaim("preferred_username"))
                .isEqualTo("developer");
        assertThat(verify(answer.getString("id_token")).getAudience()).containsExactly("kubelens");
        assertThat(error(post(form))).isEqualTo("400 invalid_grant");
    }

    @Test
    void codeWithoutThePageIsAsGood() throws Exception {
        JsonObject answer = new JsonObject(
                post(codeForm(issuer.code("admin", BACK, VERIFIER), VERIFIER)).body());

        assertThat(verify(answer.getString("access_token")).getStringClaim("preferred_username"))
                .isEqualTo("admin");
        assertThat(error(post(codeForm(issuer.code("admin", BACK, VERIFIER), ""))))
                .isEqualTo("400 invalid_grant");
        assertThat(post(codeForm(issuer.code("admin", BACK, ""), "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAWrongOrMissingVerifier() {
        String challenge = "code_challenge_method=S256&code_challenge=" + LoginCodes.challenge(VERIFIER);
        assertThat(error(post(codeForm(login(challenge), VERIFIER + "x")))).isEqualTo("400 invalid_grant");
        assertThat(error(post(codeForm(login(challenge), "")))).isEqualTo("400 invalid_grant");
        assertThat(error(post(codeForm(login(""), VERIFIER)))).isEqualTo("400 invalid_grant");
    }

    @Test
    void refusesPlainPkce() {
        for (String pkce : new String[] {"code_challenge_method=plain&code_challenge=x", "code_challenge=x"}) {
            assertThat(error(page(BACK, pkce))).isEqualTo("400 invalid_request");
        }
    }

    @Test
    void refusesARedirectThatLeavesTheMachine() {
        for (String address : new String[] {
            "http://example.org/",
            "https://localhost/",
            "http://localhost@example.org/",
            "http://localhost.example.org/"
        }) {
            assertThat(error(page(address, ""))).as(address).isEqualTo("400 invalid_request");
        }
        assertThat(page("http://127.0.0.1:5173/x", "").statusCode()).isEqualTo(200);
    }

    @Test
    void pageOffersTheUsersAndEscapesWhatItWasAsked() {
        String page = page(BACK, "state=%22%3E&x='y").body();
        assertThat(page).contains("value=\"developer\"", "value=\"admin\"", "value=\"outsider\"");
        assertThat(page).contains("state=%22%3E&amp;x=&#39;y");
    }

    @Test
    void rotatedKeyVerifiesAndTheOldOneNoMore() throws Exception {
        String old = issuer.token("developer");
        issuer.rotateKeys();
        assertThat(verify(issuer.token("developer")).getSubject()).isNotNull();
        assertThatThrownBy(() -> verify(old)).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void claimsAreOverriddenAndTakenAway() throws Exception {
        JWTClaimsSet claims = verify(issuer.token("admin", Map.of("aud", "account", "groups", "none")));
        assertThat(claims.getAudience()).containsExactly("account");
        assertThat(claims.getClaim("groups")).isEqualTo("none");
        assertThat(verify(issuer.token("admin", Collections.singletonMap("groups", null)))
                        .getClaim("groups"))
                .isNull();
    }

    @Test
    void comesBackOnItsPortWithItsKeys() throws Exception {
        String token = issuer.token("developer");
        issuer.down();
        assertThatIOException()
                .isThrownBy(() -> DemoToken.fetch(URI.create(issuer.issuer()), "admin", "admin"))
                .withMessageContaining("is it running?");
        issuer.up();
        assertThat(verify(token).getSubject()).isNotNull();
    }

    @Test
    void lightsTheWayForLocalOriginsOnly() {
        assertThat(preflight("http://localhost:5173").headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("http://localhost:5173");
        assertThat(preflight("https://example.org").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private String login(String pkce) {
        HttpRequest request = HttpRequest.newBuilder(authorize(BACK, "state=s%261&scope=openid&" + pkce))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=developer"))
                .build();
        HttpResponse<String> response = WEB.send(request);
        assertThat(response.statusCode()).isEqualTo(302);
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(BACK + "?code=").endsWith("&state=s%261");
        return location.substring((BACK + "?code=").length(), location.indexOf("&state"));
    }

    private static Map<String, String> codeForm(String code, String verifier) {
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "grant_type", "authorization_code", "client_id", "kubelens", "code", code, "redirect_uri", BACK));
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return form;
    }

    private HttpResponse<String> page(String redirect, String more) {
        return WEB.send(HttpRequest.newBuilder(authorize(redirect, more)).build());
    }

    private HttpResponse<String> preflight(String origin) {
        return WEB.send(HttpRequest.newBuilder(URI.create(issuer.issuer() + "/protocol/openid-connect/token"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .build());
    }

    private URI authorize(String redirect, String more) {
        return URI.create(issuer.issuer() + "/protocol/openid-connect/auth?client_id=kubelens&response_type=code"
                + "&redirect_uri=" + URLEncoder.encode(redirect, StandardCharsets.UTF_8)
                + (more.isEmpty() ? "" : "&" + more));
    }

    private HttpResponse<String> post(Map<String, String> form) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return WEB.send(HttpRequest.newBuilder(URI.create(issuer.issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private static String error(HttpResponse<String> response) {
        return response.statusCode() + " " + new JsonObject(response.body()).getString("error");
    }

    private JWTClaimsSet verify(String token) throws Exception {
        JsonObject discovery = new JsonObject(
                WEB.send(HttpRequest.newBuilder(URI.create(issuer.issuer() + "/.well-known/openid-configuration"))
                                .build())
                        .body());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(
                                URI.create(discovery.getString("jwks_uri")).toURL())
                        .build()));
        return processor.process(token, null);
    }
}
