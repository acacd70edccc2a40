package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser logs in at a real Keycloak, and the gateway exchanges its code. */
@ExtendWith(SharedCluster.class)
class LoginIT {
    private static final String BACK = "http://localhost:3000/ui/?a=b";
    private static final String ELSEWHERE = "http://localhost:3000/elsewhere";
    private static final String VERIFIER = "a-verifier-of-the-forty-three-characters-or-more";
    private static final String REFUSED =
            "code is not valid: it was used, has expired, or belongs to another redirect_uri or code_verifier";

    private static RealCluster cluster;
    private static Keycloak keycloak;
    /** With the public client, and with the confidential one. */
    private static Lens open;

    private static Lens keeper;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        keycloak = Keycloak.shared();
        open = Lens.ready(cluster, GatewayConfig.of(keycloak));
        keeper = Lens.ready(cluster, keeper(Keycloak.SECRET));
    }

    private static GatewayConfig keeper(String secret) {
        return GatewayConfig.of(keycloak)
                .with("client_id: kubelens", "client_id: keeper\n  client_secret: \"" + secret + "\"");
    }

    @AfterAll
    static void stop() {
        for (Lens lens : new Lens[] {open, keeper}) {
            if (lens != null) {
                lens.close();
            }
        }
    }

    private static String codeWithPkce(String user) {
        return new BrowserLogin(keycloak, "kubelens", BACK, VERIFIER).code(user);
    }

    private static GatewayClient.Answer exchange(Lens lens, String code, String redirectUri, String verifier)
            throws IOException, InterruptedException {
        String body = "{\"code\":\"%s\",\"redirect_uri\":\"%s\",\"code_verifier\":\"%s\"}";
        return lens.client().post("/api/v1/auth/token", body.formatted(code, redirectUri, verifier));
    }

    private static void refused(GatewayClient.Answer answer, int status, String error) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.json().properties().stream().map(Map.Entry::getKey)).containsExactly("error", "request_id");
    }

    private static void letsIn(Lens lens, GatewayClient.Answer answer) throws IOException, InterruptedException {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet()))
                .isEqualTo(Set.of("access_token", "token_type", "expires_in"));
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        String token = answer.json().path("access_token").asText();
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        // Keycloak counts from when it answers, which may be in the next second.
        assertThat(answer.json().path("expires_in").asInt()).isBetween(299, 300);
        assertThat(lens.client().get("/api/v1/config", token).status()).isEqualTo(200);
    }

    @Test
    void letsABrowserInByAPublicClientWithPkce() throws Exception {
        letsIn(open, exchange(open, codeWithPkce("developer"), BACK, VERIFIER));
    }

    @Test
    void letsABrowserInByAConfidentialClient() throws Exception {
        String plain = new BrowserLogin(keycloak, "keeper", BACK, "").code("developer");
        String pkce = new BrowserLogin(keycloak, "keeper", BACK, VERIFIER).code("admin");

        letsIn(keeper, exchange(keeper, plain, BACK, ""));
        letsIn(keeper, exchange(keeper, pkce, BACK, VERIFIER));
    }

    @Test
    void answersTheSameToAllWhoSendTheSameCode() throws Exception {
        String code = codeWithPkce("developer");
        Set<String> bodies;
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<GatewayClient.Answer>> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(() -> exchange(open, code, BACK, VERIFIER));
            }
            bodies = browsers.invokeAll(sent).stream()
                    .map(Future::resultNow)
                    .map(answer -> answer.response().body())
                    .collect(Collectors.toSet());
        }

        GatewayClient.Answer later = exchange(open, code, BACK, VERIFIER);

        letsIn(open, later);
        assertThat(bodies).containsExactly(later.response().body());
    }

    @Test
    void refusesACodeThatIsUsed() throws Exception {
        String code = codeWithPkce("developer");
        letsIn(open, exchange(open, code, BACK, VERIFIER));

        // A replica remembers nothing of the first.
        try (Lens replica = Lens.ready(cluster, GatewayConfig.of(keycloak))) {
            refused(exchange(replica, code, BACK, VERIFIER), 400, REFUSED);
        }
    }

    @Test
    void refusesACodeWithAnotherVerifierOrNone() throws Exception {
        refused(exchange(open, codeWithPkce("developer"), BACK, "x" + VERIFIER), 400, REFUSED);
        refused(exchange(open, codeWithPkce("developer"), BACK, ""), 400, REFUSED);
    }

    @Test
    void refusesACodeForAnotherAddress() throws Exception {
        refused(exchange(open, codeWithPkce("developer"), ELSEWHERE, VERIFIER), 400, REFUSED);
        refused(exchange(open, "guessed", BACK, ""), 400, REFUSED);
    }

    @Test
    void refusesACodeOfAnotherClient() throws Exception {
        String code = new BrowserLogin(keycloak, "keeper", BACK, "").code("developer");

        refused(exchange(open, code, BACK, ""), 400, REFUSED);
    }

    @Test
    void asksKeycloakOnlyForTheAddressesThatAreSet() throws Exception {
        GatewayConfig config = GatewayConfig.of(keycloak)
                .with("client_id: kubelens", "client_id: kubelens\n  redirect_uris: [\"" + ELSEWHERE + "\"]");
        try (Lens strict = Lens.ready(cluster, config)) {
            String code = codeWithPkce("developer");
            refused(exchange(strict, code, BACK, VERIFIER), 400, "redirect_uri is not allowed");
            letsIn(open, exchange(open, code, BACK, VERIFIER));

            String allowed = new BrowserLogin(keycloak, "kubelens", ELSEWHERE, VERIFIER).code("developer");
            letsIn(strict, exchange(strict, allowed, ELSEWHERE, VERIFIER));
        }
    }

    @Test
    void saysNothingOfKeycloakWhenItsSecretIsWrong() throws Exception {
        String code = new BrowserLogin(keycloak, "keeper", BACK, "").code("developer");
        try (Lens wrong = Lens.ready(cluster, keeper("guessed"))) {
            refused(exchange(wrong, code, BACK, ""), 502, "token exchange failed");
        }
        letsIn(keeper, exchange(keeper, code, BACK, ""));
    }

    @Test
    void letsBrowsersInAgainWhenKeycloakIsBack() throws Exception {
        String lost = codeWithPkce("developer");
        keycloak.stop();
        try {
            refused(exchange(open, lost, BACK, VERIFIER), 502, "token exchange failed");
            assertThat(open.client().get("/api/v1/auth/config").status()).isEqualTo(200);
        } finally {
            keycloak.start();
        }

        letsIn(open, exchange(open, codeWithPkce("developer"), BACK, VERIFIER));
    }
}
