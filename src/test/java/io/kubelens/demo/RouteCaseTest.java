package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteCaseTest {
    private static final String HEAD = "request: {method: GET, path: /x}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void readsEveryPart() throws IOException {
        RouteCase read = read(
                """
                request:
                  {method: POST, path: "/x?a=b", as: developer, headers: {Accept: a/b}, claims: {sub: null}, body: {a: 1}}
                cluster:
                  - {kind: Pod, metadata: {name: p, namespace: shop}}
                logs: {p/c: said}
                expect:
                  status: 200
                  headers: {Content-Type: "*"}
                  events: [{event: log, data: {message: said}, absent: [late]}]
                  ends: true
                """);

        assertThat(read.request().method()).isEqualTo("POST");
        assertThat(read.request().claims()).containsEntry("sub", null);
        assertThat(read.request().body()).isEqualTo("{\"a\":1}");
        assertThat(read.logs()).containsExactly(new RouteCase.Log("shop", "p", "c", "said"));
        assertThat(read.expect().events()).hasSize(1);
        assertThat(read.expect().ends()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "request: {method: GET, pth: /x} | request.path is missing",
                "request: {method: GET, path: /x, whom: me} | request.whom is not a known key; known here: ",
                "request: {method: GET, path: /x, as: root} | request.as is no user of the demo",
                "request: {method: GET, path: /x, as: admin, token: x} | request.token and request.as exclude each other",
                "request: {method: GET, path: /x, claims: {a: b}} | request.claims need request.as",
                "request: {method: GET, path: /x, login: {as: root, redirect_uri: x}} | request.login.as is no user of the demo",
                "request: {method: GET, path: /x, login: {as: admin}} | request.login.redirect_uri is missing",
                "request: text | request is not a mapping",
                "request: {method: GET, path: /x, headers: {a: [b]}} | request.headers.a is not a text",
            })
    void refusesABadRequest(String yaml, String problem) {
        refuses(yaml + "\nexpect: {status: 200}\n", problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "expect: {} | expect.status is not an HTTP status",
                "expect: {status: ok} | expect.status is not an HTTP status",
                "expect: {status: 200, jsn: {}} | expect.jsn is not a known key",
                "expect: {status: 200, events: []} | expect.events is empty, so it would hold always",
                "expect: {status: 200, events: log} | expect.events is not a list",
                "expect: {status: 200, events: [{data: {}}]} | expect.events[0].event is missing",
                "expect: {status: 200, events: [{event: log, dat: {}}]} | expect.events[0].dat is not a known key",
                "expect: {status: 200, ends: true} | expect.ends needs expect.events",
                "expect: {status: 200, ends: perhaps} | expect.ends is not true or false",
                "expect: {status: 200, text: a, json: {}} | expect says more than one of json, events and text",
                "expect: {status: 200, status: 201} | is not YAML: Duplicate field 'status'",
            })
    void refusesABadExpectation(String yaml, String problem) {
        refuses(HEAD + yaml + "\n", problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "clustr: [] | clustr is not a known key; known here: request, cluster, logs, expect",
                "cluster: [{kind: Pod}] | cluster[0] is no object with kind and metadata.name",
                "logs: {p/c: text} | logs.p/c is not pod/container of a Pod in cluster",
            })
    void refusesABadWorld(String yaml, String problem) {
        refuses(HEAD + "expect: {status: 200}\n" + yaml + "\n", problem);
    }

    private void refuses(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("case.yaml: ")
                .hasMessageContaining(problem);
    }

    private RouteCase read(String yaml) throws IOException {
        return RouteCase.read(Files.writeString(folder.resolve("case.yaml"), yaml));
    }
}
