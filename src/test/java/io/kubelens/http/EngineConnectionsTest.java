package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineConnectionsTest extends EngineRoutes {
    @Test
    void refusesLargeBodies() throws Exception {
        HttpRequest fits = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1000)))
                .build();
        HttpRequest large = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1001)))
                .build();

        assertThat(gateway.http.send(fits, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = gateway.http.send(large, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"error\":\"request body too large\"", "request_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT x:80", "GET say", "GET /nowhere", "DELETE /say"})
    void everyAnswerHasItsRequestId(String line) throws Exception {
        String answer = gateway.rawAnswer(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("X-Request-Id: [0-9a-f]{16}\r\n").contains("\"request_id\":");
    }

    @Test
    void refusesExpectationsThatItCannotMeet() throws Exception {
        String answer = gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: coffee\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer).startsWith("HTTP/1.1 417").contains("\"error\":\"expectation failed\"");
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws Exception {
        String answer = gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n").contains("HTTP/1.1 200", "{\"name\":\"x\"}");
    }

    @Test
    void refusesLargeBodiesOfUnknownLength() throws Exception {
        String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";

        assertThat(chunked(chunk + chunk)).startsWith("HTTP/1.1 200");
        assertThat(chunked(chunk + chunk + "1\r\nx\r\n")).startsWith("HTTP/1.1 413");
    }

    private String chunked(String chunks) throws Exception {
        return gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
    }

    @Test
    void cutsWhoDoesNotFinishTheHead() throws Exception {
        restart(TestGateway.server(60, 1, 10, List.of(), "", ""));

        assertThat(gateway.rawAnswer("GET /say HTTP/1.1\r\nHost: x\r\nSlow:")).isEmpty();
        assertThat(gateway.rawAnswer("")).isEmpty();
        assertThat(gateway.rawAnswer("PRI * HTTP/2.0\r\n")).isEmpty();
    }

    @Test
    void cutsWhoDoesNotFinishTheBody() throws Exception {
        restart(TestGateway.server(60, 10, 1, List.of(), "", ""));

        assertThat(gateway.rawAnswer("POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"))
                .isEmpty();
    }

    @Test
    void cutsIdleConnectionsButNotQuietStreams() throws Exception {
        restart(TestGateway.server(1, 1, 1, List.of(), "", ""));
        try (Socket quiet = gateway.raw("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")) {
            String idle = gateway.rawAnswer("GET /say HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle).startsWith("HTTP/1.1 200");
            fed.say("data: still here\n\n");
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(quiet.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.lines().filter(l -> l.startsWith("data")).findFirst())
                    .hasValue("data: still here");
        }
    }

    @Test
    void answersWhatIsNoHttp() throws Exception {
        assertThat(gateway.rawAnswer("GET /say HTTP/1.1\r\nbad header\u0000: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("request_id");
    }

    @Test
    void bodiesReachTheRoute() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(gateway.uri("/say"))
                .POST(HttpRequest.BodyPublishers.ofString("abc"))
                .build();

        HttpResponse<String> answer = gateway.http.send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"name\":\"abc\"}");
    }
}
