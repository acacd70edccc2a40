package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepresentationsTest {
    private static final String KEEP =
            """
            - setHeader:
                name: Cache-Control
                expression:
                  constant:
                    expression: private, no-cache
            """;

    private final Beans beans = new Beans();
    private final TestGateway gateway = start();

    public static final class Beans {
        private volatile String text = "x".repeat(5000);

        public List<String> large() {
            return List.of(text);
        }

        public List<String> small() {
            return List.of("x");
        }
    }

    private TestGateway start() {
        return TestGateway.with(Map.of("beans", beans))
                .route("kept", "GET", "/kept", TestGateway.call("beans", "large()") + KEEP + TestGateway.JSON)
                .route("other", "GET", "/other", TestGateway.call("beans", "large()") + KEEP + TestGateway.JSON)
                .route("small", "GET", "/small", TestGateway.call("beans", "small()") + KEEP + TestGateway.JSON)
                .route("plain", "GET", "/plain", TestGateway.call("beans", "large()") + TestGateway.JSON)
                .route("change", "POST", "/change", TestGateway.call("beans", "large()") + KEEP + TestGateway.JSON)
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void tellsWhoHasTheAnswerThatItIsStillRight() throws Exception {
        HttpResponse<String> first = gateway.get("/kept");
        String tag = tag(first);

        HttpResponse<String> second = gateway.get("/kept", "If-None-Match", tag);

        assertThat(tag).matches("W/\"[A-Za-z0-9_-]{22}\"");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(tag(second)).isEqualTo(tag);
        assertThat(second.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(second.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(second.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void answersInFullWhenSomethingHasChanged() throws Exception {
        String tag = tag(gateway.get("/kept"));
        beans.text = "y".repeat(5000);

        HttpResponse<String> second = gateway.get("/kept", "If-None-Match", tag);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(tag(second)).isNotEqualTo(tag);
        assertThat(second.body()).contains("yyy");
    }

    @Test
    void comparesAsHttpSays() throws Exception {
        String tag = tag(gateway.get("/kept"));
        String opaque = tag.substring(2);

        assertThat(status("/kept", "\"other\", " + tag)).isEqualTo(304);
        assertThat(status("/kept", opaque)).isEqualTo(304);
        assertThat(status("/kept", "*")).isEqualTo(304);
        assertThat(status("/kept", "\"other\"")).isEqualTo(200);
        assertThat(status("/kept", opaque.replace("\"", ""))).isEqualTo(200);
    }

    @Test
    void givesEqualAnswersOfTwoPathsTwoTags() throws Exception {
        assertThat(tag(gateway.get("/kept"))).isNotEqualTo(tag(gateway.get("/other")));
    }

    @Test
    void givesBothFormsOneTag() throws Exception {
        HttpResponse<byte[]> zipped = zipped("/kept");

        assertThat(zipped.headers().firstValue("ETag")).hasValue(tag(gateway.get("/kept")));
        assertThat(unzip(zipped.body())).isEqualTo(gateway.get("/kept").body());
        assertThat(unzip(zipped("/kept").body())).isEqualTo(gateway.get("/kept").body());
    }

    @Test
    void tagsSmallAnswersToo() throws Exception {
        assertThat(status("/small", tag(gateway.get("/small")))).isEqualTo(304);
        assertThat(gateway.get("/small").headers().firstValue("Vary")).isEmpty();
    }

    @Test
    void tagsOnlyWhatMayBeKept() throws Exception {
        assertThat(gateway.get("/plain").headers().firstValue("ETag")).isEmpty();
        assertThat(status("/plain", "*")).isEqualTo(200);
        assertThat(unzip(zipped("/plain").body()))
                .isEqualTo(gateway.get("/plain").body());
    }

    @Test
    void neverAnswersAChangeWithUnchanged() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(gateway.uri("/change"))
                .header("If-None-Match", "*")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(gateway.http.send(post, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private int status(String path, String ifNoneMatch) throws IOException, InterruptedException {
        return gateway.get(path, "If-None-Match", ifNoneMatch).statusCode();
    }

    private HttpResponse<byte[]> zipped(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path))
                .header("Accept-Encoding", "gzip")
                .build();
        return gateway.http.send(request, BodyHandlers.ofByteArray());
    }

    private static String unzip(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String tag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
