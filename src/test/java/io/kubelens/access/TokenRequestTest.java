package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.request.BadRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
    private static final int LIMIT = 16 * 1024;

    private static TokenRequest parse(String body) {
        return TokenRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String ofLength(int bytes) {
        String start = "{\"code\":\"c\",\"redirect_uri\":\"";
        return start + "r".repeat(bytes - start.length() - 2) + "\"}";
    }

    @Test
    void readsWhatItNeedsAndIgnoresTheRest() {
        assertThat(parse("{\"x\":[1],\"code\":\" c \",\"redirect_uri\":\"r\"}"))
                .isEqualTo(new TokenRequest(" c ", "r", ""));
        assertThat(parse("{\"code\":\"c\",\"redirect_uri\":\"r\",\"code_verifier\":null}"))
                .isEqualTo(new TokenRequest("c", "r", ""));
    }

    @Test
    void takesBodiesUpToALimit() {
        assertThat(parse(ofLength(LIMIT)).code()).isEqualTo("c");
        assertThatThrownBy(() -> parse(ofLength(LIMIT + 1)))
                .isInstanceOf(BadRequest.class)
                .hasMessage("invalid token request payload");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "\"code\"",
                "{\"code\":\"c\",\"redirect_uri\":\"r\"",
                "{\"code\":\"c\",\"redirect_uri\":\"r\"} {}",
                "{\"code\":\"c\",\"code\":\"d\",\"redirect_uri\":\"r\"}",
                "{\"code\":[\"c\"],\"redirect_uri\":\"r\"}",
                "{\"code\":\"c\",\"redirect_uri\":\"r\",\"code_verifier\":1}",
                "{'code':'c','redirect_uri':'r'}",
            })
    void refusesWhatIsNoRequest(String body) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(BadRequest.class)
                .hasMessage("invalid token request payload")
                .hasNoCause();
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> parse("{\"x\":" + "[".repeat(LIMIT - 10))).isInstanceOf(BadRequest.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 42, 129})
    void refusesAVerifierThatIsNone(int length) {
        assertThatThrownBy(() -> new TokenRequest("c", "r", "x".repeat(length)))
                .isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("code_verifier must be");
    }

    @Test
    void takesAnyVerifierOfTheStandard() {
        assertThat(new TokenRequest("c", "r", "x".repeat(128)).codeVerifier()).hasSize(128);
        assertThat(new TokenRequest("c", "r", "AZaz09-._~" + "x".repeat(33)).codeVerifier())
                .hasSize(43);
    }

    @Test
    void printsNothingOfItself() {
        assertThat(new TokenRequest("c", "r", "").toString()).isEqualTo("***");
    }
}
