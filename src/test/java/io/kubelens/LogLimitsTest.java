package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.demo.DemoCluster;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped routes with limits: what is refused never reaches Kubernetes. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class LogLimitsTest {
    private static final String LIMITS =
            """
            logs:
              worker_idle_ttl_seconds: 0
              max_streams_per_user: 1
              rate_limit_overrides:
                - namespace: payments
                  rate_limit_per_minute: 1
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private DemoGateway gateway;
    private DemoCluster cluster;

    @BeforeEach
    void start() throws IOException {
        gateway = RunningDemo.start(LIMITS);
        cluster = gateway.cluster();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
    }

    private HttpRequest request(String user, String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/namespaces/" + path + "/logs"))
                .header("Authorization", "Bearer " + gateway.issuer().token(user))
                .build();
    }

    private HttpResponse<InputStream> open(String user, String path) throws Exception {
        return http.send(request(user, path), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpResponse<String> refused(String user, String path) throws Exception {
        HttpResponse<String> answer = http.send(request(user, path), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(429);
        return answer;
    }

    private String pod(String namespace) {
        String name =
                cluster.list("Pod", namespace).getFirst().at("/metadata/name").asText();
        return namespace + "/pods/" + name;
    }

    private long logRequests(String namespace) {
        return cluster.requests().stream()
                .filter(line -> line.contains("/namespaces/" + namespace + "/pods/") && line.contains("/log"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUserHasOneStreamAtATimeHereOfPodsAndApps(boolean app) throws Exception {
        String path = app ? "shop/apps/web" : pod("shop");
        long before = logRequests("shop");
        try (InputStream first = open("developer", pod("payments")).body()) {
            assertThat(first.read()).isNotNegative();

            assertThat(refused("developer", path).headers().firstValue("Retry-After"))
                    .hasValue("5");

            assertThat(logRequests("shop")).isEqualTo(before);
            open("admin", path).body().close();
        }
        await().until(() -> {
            HttpResponse<InputStream> again = open("developer", path);
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    @Test
    void aStreamThatIsOpenedTooSoonIsRefusedWithoutALook() throws Exception {
        String path = pod("payments");
        HttpResponse<InputStream> first = open("developer", path);
        assertThat(first.statusCode()).isEqualTo(200);
        first.body().close();
        await().until(() -> cluster.openLogs() == 0);
        long before = logRequests("payments");

        HttpResponse<String> answer = refused("developer", path);

        assertThat(answer.body()).startsWith("{\"error\":\"log rate limit exceeded\",\"request_id\":");
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
        assertThat(logRequests("payments")).isEqualTo(before);
        assertThat(open("developer", pod("shop")).statusCode()).isEqualTo(200);
    }
}
