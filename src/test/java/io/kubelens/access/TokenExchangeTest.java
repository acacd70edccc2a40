package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.config.Config;
import io.kubelens.request.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TokenExchangeTest {
    private static final String BACK = "https://lens.example.com/?a=b&c=ü";
    private static final String VERIFIER = "a-verifier-of-the-forty-three-characters-or-more";
    private static final Duration BRIEF = Duration.ofMillis(300);

    private LoopbackTokens realm;
    private TokenExchange exchange;

    @BeforeEach
    void open() throws IOException {
        realm = LoopbackTokens.open();
        exchange = new TokenExchange(() -> realm.auth(LoopbackTokens.SECRET), System::nanoTime);
    }

    @AfterEach
    void close() {
        exchange.close();
        realm.close();
    }

    private void restart(Config.Auth auth, Duration timeout, int atOnce) {
        exchange.close();
        exchange = new TokenExchange(() -> auth, System::nanoTime, timeout, atOnce, BRIEF);
    }

    private static byte[] body(String code) {
        return body(code, BACK, "");
    }

    private static byte[] body(String code, String redirectUri, String verifier) {
        return """
                {"code":"%s","redirect_uri":"%s","code_verifier":"%s"}
                """
                .formatted(code, redirectUri, verifier)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void provesAConfidentialClientWithItsSecret() {
        exchange.exchange(body("one"));

        assertThat(realm.forms())
                .containsExactly(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "kubelens",
                        "client_secret", LoopbackTokens.SECRET,
                        "code", "one",
                        "redirect_uri", BACK));
    }

    @Test
    void sendsTheVerifierOfAPublicClientAndNoSecret() {
        restart(realm.auth(""), Duration.ofSeconds(10), 1);

        exchange.exchange(body("one", BACK, VERIFIER));

        assertThat(realm.forms())
                .containsExactly(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "kubelens",
                        "code", "one",
                        "redirect_uri", BACK,
                        "code_verifier", VERIFIER));
    }

    @Test
    void givesWhatTheBrowserNeedsAndNoMore() {
        AccessToken token = exchange.exchange(body("one"));

        assertThat(token).isEqualTo(new AccessToken("the.access.token", "Bearer", 300L));
        assertThat(token.toString()).isEqualTo("***");
    }

    @Test
    void asksTheRealmOnceForTheSameLogin() {
        AccessToken first = exchange.exchange(body("one"));

        assertThat(exchange.exchange(body("one"))).isEqualTo(first);
        assertThat(realm.forms()).hasSize(1);
        exchange.exchange(body("two"));
        assertThat(realm.forms()).hasSize(2);
    }

    @Test
    void tellsOfACodeThatTheRealmDoesNotTakeInItsOwnWords() {
        realm.answerWith(400, "{\"error\":\"invalid_grant\",\"error_description\":\"upstream words\"}");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> exchange.exchange(body("one")))
                    .isInstanceOf(BadRequest.class)
                    .hasMessage("code is not valid: it was used, has expired, or belongs to another redirect_uri or"
                            + " code_verifier");
        }
        assertThat(realm.forms()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {\"error\":\"invalid_client\",\"error_description\":\"upstream words\"}",
                "400 | {\"error\":\"unauthorized_client\"}",
                "500 | <html>upstream words</html>",
                "503 | {}",
                "302 | {}",
                "204 | {}",
                "200 | no JSON",
                "200 | []",
                "200 | {\"error\":\"invalid_grant\"}",
                "200 | {\"access_token\":\"\"}",
            })
    void tellsOfAnyOtherAnswerThatTheExchangeFailed(int status, String answer) {
        realm.answerWith(status, answer);
        failsButNotForever();
    }

    private void failsButNotForever() {
        assertThatThrownBy(() -> exchange.exchange(body("one")))
                .isInstanceOf(TokenExchangeFailed.class)
                .hasMessage("token exchange failed");

        realm.goDown(false);
        realm.answerWith(200, LoopbackTokens.GOOD);
        assertThat(exchange.exchange(body("one")).accessToken()).isEqualTo("the.access.token");
    }

    @Test
    void failsWhenTheRealmHangsUp() {
        realm.goDown(true);
        failsButNotForever();
    }

    @Test
    void failsWhenTheAnswerIsTooLong() {
        realm.answerWith(200, "{\"access_token\":\"" + "x".repeat(256 * 1024) + "\"}");
        failsButNotForever();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsInTimeWhenTheRealmHangs(boolean halfway) {
        restart(realm.auth(""), BRIEF, 1);
        CountDownLatch gate = halfway ? new CountDownLatch(0) : realm.hold();
        if (halfway) {
            realm.holdHalfway();
        }
        long started = System.nanoTime();

        assertThatThrownBy(() -> exchange.exchange(body("one"))).isInstanceOf(TokenExchangeFailed.class);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BRIEF.multipliedBy(10));
        gate.countDown();
    }

    @Test
    void failsWhereNobodyListens() {
        realm.close();

        assertThatThrownBy(() -> exchange.exchange(body("one"))).isInstanceOf(TokenExchangeFailed.class);
    }

    @Test
    void takesOnlyTheRedirectUrisThatAreSet() {
        restart(realm.auth("", "https://lens.example.com/", "http://localhost:3000/"), Duration.ofSeconds(10), 1);

        assertThat(exchange.exchange(body("one", "http://localhost:3000/", ""))).isNotNull();
        for (String other :
                new String[] {"http://localhost:3000", "http://localhost:3000/?", "HTTP://localhost:3000/"}) {
            assertThatThrownBy(() -> exchange.exchange(body("two", other, "")))
                    .isInstanceOf(BadRequest.class)
                    .hasMessage("redirect_uri is not allowed");
        }
        assertThat(realm.forms()).hasSize(1);
    }

    @Test
    void asksTheRealmForSoManyAtOnceAndNoMore() {
        restart(realm.auth(""), Duration.ofSeconds(10), 1);
        CountDownLatch gate = realm.hold();
        CompletableFuture<AccessToken> first = CompletableFuture.supplyAsync(() -> exchange.exchange(body("one")));
        await().until(() -> realm.forms().size() == 1);

        assertThatThrownBy(() -> exchange.exchange(body("two"))).isInstanceOf(TooManyLogins.class);

        gate.countDown();
        assertThat(first.join().accessToken()).isEqualTo("the.access.token");
        assertThat(exchange.exchange(body("two")).accessToken()).isEqualTo("the.access.token");
        assertThat(realm.forms()).hasSize(2);
    }

    @Test
    void warnsOncePerOutageAndNamesTheFixButNeverTheSecret() {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            realm.answerWith(
                    401, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials\"}");
            for (String code : new String[] {"one", "two"}) {
                assertThatThrownBy(() -> exchange.exchange(body(code))).isInstanceOf(TokenExchangeFailed.class);
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("401 invalid_client Invalid client credentials")
                    .endsWith("check auth.client_id and auth.client_secret");

            realm.answerWith(200, LoopbackTokens.GOOD);
            exchange.exchange(body("three"));
            realm.goDown(true);
            assertThatThrownBy(() -> exchange.exchange(body("four"))).isInstanceOf(TokenExchangeFailed.class);

            assertThat(log.warnings()).hasSize(2);
            assertThat(log.lines()).noneMatch(line -> line.contains("hunter2") || line.contains("the.access.token"));
        }
    }
}
