package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A player that finds no fault with a wrong answer would make every case worthless. */
final class RouteCasePlayerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String SSE =
            """
            event: heartbeat
            data: {}

            event: log
            data: {"message":"one","n":1}

            event: stats
            data: {}

            event: log
            data: {"message":"two"}

            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private static DemoIssuer issuer;

    @SuppressWarnings("NullAway.Init")
    private static DemoCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private static RouteCasePlayer player;

    @BeforeAll
    static void start() {
        issuer = DemoIssuer.start(VERTX, 0);
        cluster = DemoCluster.start(VERTX, 0);
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(RouteCasePlayerTest::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        URI url = URI.create("http://127.0.0.1:" + server.actualPort());
        player = new RouteCasePlayer(url, issuer, cluster, Duration.ofMillis(1500));
    }

    @AfterAll
    static void stop() {
        player.close();
        issuer.close();
        cluster.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/json" ->
                response.putHeader("Content-Type", "application/json")
                        .end("{\"a\":1,\"b\":{\"c\":\"text\"},\"list\":[{\"x\":1},{\"x\":2}],\"none\":null}");
            case "/refused" -> response.setStatusCode(403).end("{\"error\":\"no\"}");
            case "/text" -> response.end("two\nlines\n");
            case "/who" -> response.end(String.valueOf(request.getHeader("Authorization")));
            case "/echo" -> request.bodyHandler(response::end);
            case "/events" ->
                response.putHeader("Content-Type", "text/event-stream").end(SSE);
            case "/open" ->
                response.putHeader("Content-Type", "text/event-stream")
                        .setChunked(true)
                        .write(SSE);
            case "/cut" ->
                response.putHeader("Content-Type", "text/event-stream")
                        .setChunked(true)
                        .write(SSE)
                        .onComplete(written -> request.connection().close());
            case "/lines" ->
                response.putHeader("Content-Type", "application/x-ndjson")
                        .end("{\"event\":\"stats\"}\n{\"event\":\"log\",\"message\":\"one\"}\n");
            case "/silent" -> {}
            default -> response.setStatusCode(404).end("");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/json | json: {a: 1}",
                "/json | json: {a: 1.0, b: {c: '*'}, list: [{}, {x: 2}]}",
                "/json | json: {b: {c: '~t.x+t'}, none: null}, absent: [c, /list/0/y]",
                "/json | headers: {content-type: '~application/.*'}",
                "/text | text: \"two\\nlines\\n\"",
                "/text | text: '~two.lines.'",
                "/events | events: [{event: log, data: {n: 1}}, {event: log, data: {message: two}, absent: [n]}], ends: true",
                "/events | events: [{event: heartbeat}, {event: log}]",
                "/open | events: [{event: log}, {event: stats}, {event: log}]",
                "/lines | events: [{event: log, data: {message: one}}], ends: true",
            })
    void findsNothingWrong(String path, String expect) throws IOException {
        assertThat(play(path, "status: 200, " + expect)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/refused | json: {} | status: expected 200, got 403: {\"error\":\"no\"}",
                "/json | json: {b: {d: 1}} | json.b.d: expected 1, but it is missing",
                "/json | json: {a: 2} | json.a: expected 2, got 1",
                "/json | json: {a: '1'} | json.a: expected \"1\", got 1",
                "/json | json: {none: '*'} | json.none: expected \"*\", got null",
                "/json | json: [] | json: expected [], got {\"a\":1",
                "/json | json: {list: [{x: 1}]} | json.list: expected 1 members, got 2",
                "/json | json: {list: [{x: 1}, {x: 3}]} | json.list[1].x: expected 3, got 2",
                "/json | json: {list: {}} | json.list: expected {}, got [",
                "/json | json: {b: {c: '~t.x'}} | json.b.c: expected \"~t.x\", got \"text\"",
                "/json | absent: [a] | json: a must be absent, but is 1",
                "/json | absent: [/list/1/x] | json: /list/1/x must be absent, but is 2",
                "/json | headers: {Allow: '*'} | headers.Allow: expected \"*\", but it is missing",
                "/json | headers: {Content-Type: text/plain} | headers.Content-Type: expected \"text/plain\", got \"application",
                "/json | events: [{event: log}] | events: the answer is no stream of events",
                "/text | json: {} | json: the body is not JSON: two",
                "/text | text: two | text: expected \"two\", got \"two\\nlines\\n\"",
            })
    void findsTheDifference(String path, String expect, String difference) throws IOException {
        assertThat(play(path, "status: 200, " + expect))
                .singleElement()
                .asString()
                .startsWith(difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/events | events: [{event: log}, {event: log}, {event: log}] | events[2] log {}: missing, the events ended",
                "/events | events: [{event: log, data: {message: two}}] | events[0].message: expected \"two\", got \"one\"",
                "/events | events: [{event: log, absent: [n]}] | events[0]: n must be absent, but is 1",
                "/events | events: [{event: marker}] | events[0] marker {}: got log",
                "/events | events: [{event: log}], ends: true | events: expected the end, got log {\"message\":\"two\"}",
                "/open | events: [{event: log}, {event: log}], ends: true | the end of the events: not there within",
                "/open | events: [{event: log}, {event: log}, {event: log}] | events[2] log {}: not there within",
                "/cut | events: [{event: log}, {event: log}], ends: true | the end of the events: the connection was cut",
                "/lines | events: [{event: log, data: {message: two}}] | events[0].message: expected \"two\", got \"one\"",
                "/silent | json: {} | answer: not there within",
            })
    void findsWhatIsWrongWithEvents(String path, String expect, String difference) throws IOException {
        assertThat(play(path, "status: 200, " + expect))
                .singleElement()
                .asString()
                .startsWith(difference);
    }

    @Test
    void asksAsTheUserOfTheCase() throws IOException {
        assertThat(play("/who, as: admin", "status: 200, text: '~Bearer .*\\..*\\..*'"))
                .isEmpty();
        assertThat(play("/who, token: abc", "status: 200, text: Bearer abc")).isEmpty();
        assertThat(play("/who", "status: 200, text: 'null'")).isEmpty();
    }

    @Test
    void bringsTheCodeOfAFreshLogin() throws IOException {
        String login = "login: {as: admin, redirect_uri: 'http://localhost/'}";

        assertThat(play("/echo, " + login + ", body: 'code=@CODE@'", "status: 200, text: '~code=[0-9a-f-]{36}.*'"))
                .isEmpty();
        assertThat(play("/echo, body: 'code=@CODE@'", "status: 200, text: 'code=@CODE@'"))
                .isEmpty();
    }

    @Test
    void doesNotTouchAPodOfTheDemo() throws IOException {
        cluster.put(pod());

        List<String> differences = play("/json", "status: 200", "cluster: [" + pod() + "]\n");

        assertThat(differences).singleElement().asString().contains("the pod shop/theirs is one of the demo's");
        assertThat(cluster.get("Pod", "shop", "theirs")).isPresent();
        cluster.delete("Pod", "shop", "theirs");
    }

    @Test
    void saysWhenTheGatewayDoesNotSeeTheCluster() throws IOException {
        List<String> differences = play("/json", "status: 200", "cluster: [" + pod() + "]\n");

        assertThat(differences).singleElement().asString().startsWith("the gateway does not see what happens");
        assertThat(cluster.list("Pod", "shop")).isEmpty();
    }

    private static ObjectNode pod() {
        var pod = Json.object().put("kind", "Pod");
        pod.putObject("metadata").put("name", "theirs").put("namespace", "shop");
        pod.putObject("spec").putArray("containers").addObject().put("name", "app");
        return pod;
    }

    private List<String> play(String path, String expect) throws IOException {
        return play(path, expect, null);
    }

    private List<String> play(String path, String expect, @Nullable String more) throws IOException {
        String yaml =
                "request: {method: GET, path: " + path + "}\nexpect: {" + expect + "}\n" + (more == null ? "" : more);
        return player.play(RouteCase.read(Files.writeString(folder.resolve("case.yaml"), yaml)));
    }
}
