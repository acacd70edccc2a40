package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineTest extends EngineRoutes {
    @Test
    void runsRoutesOnVirtualThreads() throws Exception {
        assertThat(gateway.get("/healthz").body()).isEqualTo("{\"virtual\":true}");
    }

    @Test
    void answersWithARequestIdOfItsOwn() throws Exception {
        HttpResponse<String> answer = gateway.get("/say?word=hi", "X-Request-Id", "forged");

        assertThat(answer.body()).isEqualTo("{\"said\":\"hi\"}");
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void nothingFromOutsideBecomesAHeader() throws Exception {
        String answer = gateway.rawAnswer(
                "GET /say?Set-Cookie=sid%3Devil&Location=x&Content-Type=text/evil"
                        + "&CamelHttpResponseCode=201&camelfilename=x&thing=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "CamelHttpUri: http://evil\r\nX-Evil: 1\r\nETag: evil\r\nCache-Control: evil\r\nImpersonate-User: root\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil")
                .doesNotContain("Set-Cookie")
                .doesNotContain("Location");
        assertThat(seen.get()).isEmpty();
    }

    @Test
    void pathParametersCannotBeOverridden() throws Exception {
        assertThat(gateway.get("/things/good?thing=evil", "thing", "evil").body())
                .isEqualTo("{\"name\":\"good\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "42", "a.b", "a-b"})
    void passesNamesAsTheyAre(String name) throws Exception {
        assertThat(gateway.get("/things/" + name).body())
                .isEqualTo("{\"name\":\"" + (name.equals("null") ? "null" : name) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/UPPER",
                "/things/a_b",
                "/things/%20",
                "/things/a%2Fb",
                "/things/..%2fx",
                "/things/%2e%2e/x",
                "/things/a%00",
                "/things/%c3%a9",
                "/say?word=1&word=2"
            })
    void refusesMalformedNamesAndRepeatedParameters(String path) throws Exception {
        String answer = gateway.rawAnswer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\":").contains("\"request_id\":");
    }

    @Test
    void tellsUnknownPathsAndMethods() throws Exception {
        HttpResponse<String> unknown = gateway.get("/nowhere");
        HttpRequest delete =
                HttpRequest.newBuilder(gateway.uri("/say")).DELETE().build();
        HttpResponse<String> wrong = gateway.http.send(delete, HttpResponse.BodyHandlers.ofString());

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"error\":\"not found\"", "request_id");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(wrong.body()).contains("\"error\":\"method not allowed\"");
        assertThat(gateway.meters
                        .find("kubelens.http.request")
                        .tags("route", "none", "status", "404")
                        .timer())
                .isNotNull();
    }

    @Test
    void hidesWhatFailed() throws Exception {
        HttpResponse<String> answer = gateway.get("/fail");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal error").doesNotContain("secret");
        assertThat(gateway.get("/odd").statusCode()).isEqualTo(500);
    }

    @Test
    void withholdsAnAnswerWithoutPrincipal() throws Exception {
        Processor forgetful = exchange -> exchange.setProperty("principal", "root");
        try (TestGateway open = TestGateway.with(Map.of("beans", new Beans(), "authenticate", forgetful))
                .route("large", "GET", "/large", TestGateway.call("beans", "large()"))
                .route("stream", "GET", "/stream", TestGateway.call("beans", "stream()"))
                .start()) {
            assertThat(open.get("/large").statusCode()).isEqualTo(500);
            assertThat(open.get("/stream").statusCode()).isEqualTo(500);
            assertThat(fed.opened).isFalse();
            assertThat(fed.closed).isTrue();
        }
    }

    @Test
    void zipsLargeJsonForWhoAsks() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/large"))
                .header("Accept-Encoding", "br, gzip;q=0.5")
                .build();
        HttpResponse<byte[]> zipped = gateway.http.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.body().length).isLessThan(500);
        byte[] plain = new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(new Beans().large());
        assertThat(gateway.get("/large", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(gateway.get("/say", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void answersListedOriginsOnly() throws Exception {
        String preflight =
                "OPTIONS /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccess-Control-Request-Method: GET\r\nOrigin: ";

        assertThat(gateway.rawAnswer(preflight + "https://ui.example\r\n\r\n"))
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: https://ui.example");
        assertThat(gateway.rawAnswer(preflight + "https://evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("Access-Control-Allow");
    }

    @Test
    void noOriginIsListedByDefault() throws Exception {
        restart(TestGateway.server(60, 10, 10, List.of(), "", ""));

        assertThat(gateway.rawAnswer(
                        "GET /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://ui.example\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control");
    }

    @Test
    void zippedAnswersAlsoVaryByOrigin() throws Exception {
        assertThat(gateway.get("/large", "Accept-Encoding", "gzip").headers().allValues("Vary"))
                .containsExactly("Origin", "Accept-Encoding");
    }
}
