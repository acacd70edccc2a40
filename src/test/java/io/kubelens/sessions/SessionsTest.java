package io.kubelens.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.request.BadRequest;
import io.kubelens.request.Caller;
import io.kubelens.request.IfMatch;
import io.kubelens.store.SessionWrite;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private static final Caller ANN = () -> "ann";
    private final Sessions sessions = new Sessions(
            "https://sso/realms/k", 400, Clock.fixed(Instant.parse("2026-11-21T09:00:00.000000001Z"), ZoneOffset.UTC));

    private SessionWrite write(@Nullable String body, String... ifMatch) {
        return sessions.write(
                body == null ? null : body.getBytes(StandardCharsets.UTF_8), ANN, new IfMatch(List.of(ifMatch)));
    }

    @Test
    void keepsUnknownKeysAsTheyAreAndSetsItsOwn() {
        String json = write("{\"b\":[1.10,1e400,null],\"a\":{\"é\":\"\\u0000✓\"},\"theme\":\"dark\",\"version\":7}")
                .document()
                .json();

        assertThat(json)
                .contains(
                        "\"b\":[1.10,1E+400,null]", "\"a\":{\"é\":\"\\u0000✓\"}", "\"theme\":\"dark\"", "\"version\":1")
                .contains("\"updated_at\":\"2026-11-21T09:00:00.000000001Z\"");
    }

    @Test
    void answersAnEmptySessionToWhoHasNone() {
        assertThat(sessions.json(null)).isEqualTo("{\"version\":1}");
        assertThat(sessions.etag(null)).isEqualTo("\"none\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"x\"",
                "1",
                "true",
                "{",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}",
                "{a:1}"
            })
    void refusesWhatIsNoObject(String body) {
        assertThatThrownBy(() -> write(body)).isInstanceOf(BadRequest.class).hasMessage("invalid json payload");
    }

    @Test
    void refusesAnEmptyBody() {
        assertThatThrownBy(() -> write(null)).hasMessage("empty payload");
        assertThatThrownBy(() -> write(" \n")).hasMessage("empty payload");
    }

    @Test
    void takesOnlyThemesThatThereAre() {
        assertThat(write("{\"theme\":\"\"}").document().json()).contains("\"theme\":\"\"");
        assertThatThrownBy(() -> write("{\"theme\":null}")).hasMessage("theme must be a string");
        assertThatThrownBy(() -> write("{\"theme\":1}")).hasMessage("theme must be a string");
        assertThatThrownBy(() -> write("{\"theme\":\"blue\"}")).hasMessage("theme must be light or dark");
    }

    @Test
    void boundsTheDocumentAsItComesAndAsItIsKept() {
        assertThatThrownBy(() -> write("{\"a\":\"" + "x".repeat(400) + "\"}")).isInstanceOf(SessionTooLarge.class);
        assertThatThrownBy(() -> write("{\"a\":\"" + "x".repeat(380) + "\"}")).isInstanceOf(SessionTooLarge.class);
        assertThat(write("{\"a\":\"" + "x".repeat(300) + "\"}")).isNotNull();
    }

    @Test
    void survivesDeepNesting() {
        assertThatThrownBy(() -> new Sessions("i", 1_000_000, Clock.systemUTC())
                        .write("[".repeat(200_000).getBytes(StandardCharsets.UTF_8), ANN, new IfMatch(List.of())))
                .isInstanceOf(BadRequest.class);
    }

    @Test
    void makesAKeyOfAnySubject() {
        assertThat(List.of("ann", "'ann'", "\"ann\"", "null", "../x", "a\0b", "' or 1=1 --", "${body}", ""))
                .extracting(subject -> sessions.key(() -> subject))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[0-9a-f]{64}"));
        assertThat(new Sessions("https://other", 1, Clock.systemUTC()).key(ANN)).isNotEqualTo(sessions.key(ANN));
    }

    @Test
    void readsIfMatch() {
        assertThat(write("{}").ifMatch()).isEmpty();
        assertThat(write("{}", "*").ifMatch()).isEmpty();
        assertThat(write("{}", "\"none\"").ifMatch()).isEqualTo(SessionWrite.NOTHING);
        assertThat(write("{}", "\"abc\"").ifMatch()).isEqualTo("abc");
        assertThat(write("{}", "W/\"abc\"").ifMatch()).isEqualTo("W/\"abc\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "abc", "\"a\", \"b\"", "\"\"", "\"a"})
    void refusesAnIfMatchThatIsNoETag(String header) {
        assertThatThrownBy(() -> write("{}", header)).isInstanceOf(BadRequest.class);
    }

    @Test
    void changesItsETagWithItsContent() {
        assertThat(write("{\"a\":1}").document().etag())
                .isNotEqualTo(write("{\"a\":2}").document().etag())
                .matches("[0-9a-f]{32}");
    }
}
