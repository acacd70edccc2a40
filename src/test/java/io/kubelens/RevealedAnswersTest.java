package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.demo.DemoGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That values of Secrets reach who asked for them, and nothing that keeps answers. */
@SuppressWarnings("NullAway.Init")
class RevealedAnswersTest {
    private static final String PAYMENTS = "/api/v1/namespaces/payments";
    private static final String REVEAL = "?reveal_secrets=true";
    /** Of {@code PGPASSWORD} in the Secret that {@code ledger} uses. */
    private static final String VALUE = "demo-only";

    private static final String KEEP =
            """
            - setHeader:
                name: Cache-Control
                expression:
                  constant:
                    expression: private, no-cache
            """;

    private static final List<String> SINGLE = List.of("/pods/ledger-0", "/pods/ledger-0/details", "/apps/ledger");
    private static final List<String> LISTS = List.of(
            "/pods",
            "/pods?light=true",
            "/pods?metrics=true",
            "/pods" + REVEAL,
            "/pods?light=true&reveal_secrets=true",
            "/apps",
            "/apps?light=true",
            "/apps?metrics=true",
            "/apps" + REVEAL);

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoGateway gateway;

    @AfterEach
    void stop() {
        http.close();
        gateway.close();
    }

    private void start(Path routes) throws IOException {
        gateway = DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties");
    }

    @Test
    void areNeverKeptNorTagged() throws Exception {
        start(Path.of("routes"));

        for (String path : SINGLE) {
            assertRevealedAndNotKept(path);
        }
    }

    @Test
    void leaveNothingBehindForAnybodyElse() throws Exception {
        start(Path.of("routes"));
        for (String path : SINGLE) {
            assertThat(text(get(path + REVEAL, "admin"))).contains(VALUE);
        }

        for (String path : Stream.concat(SINGLE.stream(), LISTS.stream()).toList()) {
            for (String user : List.of("developer", "admin", "developer")) {
                assertThat(text(get(path, user))).as(path + " as " + user).doesNotContain(VALUE);
            }
        }
        for (String path : SINGLE) {
            assertThat(text(get(path + REVEAL, "developer"))).as(path).doesNotContain(VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pods/ledger-0", "pods/ledger-0/details", "apps/ledger"})
    void areNotKeptEvenWhereARouteSaysSo(String path, @TempDir Path folder) throws Exception {
        start(routesThatKeep(folder));

        HttpResponse<byte[]> masked = get("/" + path, "developer");
        assertThat(masked.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertRevealedAndNotKept("/" + path);
    }

    private void assertRevealedAndNotKept(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path + REVEAL, "admin");

        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(text(answer)).as(path).contains(VALUE);
        assertThat(answer.headers().firstValue("Cache-Control")).as(path).hasValue("no-store");
        assertThat(answer.headers().firstValue("ETag")).as(path).isEmpty();
    }

    /** Our routes, but for a last step of those with values: that callers may keep the answer. */
    private static Path routesThatKeep(Path folder) throws IOException {
        return EditedRoutes.in(
                folder,
                route -> route.contains("direct:secrets") && route.contains("marshal")
                        ? route.replace("        - marshal:", KEEP.indent(8) + "        - marshal:")
                        : route);
    }

    /** As a browser asks that has an answer already. */
    private HttpResponse<byte[]> get(String path, String user) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + PAYMENTS + path))
                .header("Authorization", "Bearer " + gateway.issuer().token(user))
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", "\"mine\"")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) throws IOException {
        boolean zipped = answer.headers().firstValue("Content-Encoding").isPresent();
        byte[] body = answer.body();
        if (zipped) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
