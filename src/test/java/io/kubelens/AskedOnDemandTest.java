package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What usage and events cost Kubernetes, and how they are answered when it refuses them. */
@SuppressWarnings("NullAway.Init")
class AskedOnDemandTest {
    private static final String METRICS = "/apis/metrics.k8s.io";
    private static final String EVENTS = "/apis/events.k8s.io";
    private static final String POD = "/api/v1/namespaces/payments/pods/ledger-0";

    private DemoGateway gateway;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        gateway = RunningDemo.start("");
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        gateway.close();
    }

    @Test
    void asksForUsageOnceForFiftyUsersAndForNothingElse() {
        int before = asked().size();
        List<String> paths = List.of("/pods?metrics=true", "/apps?metrics=true", "/pods/ledger-0/metrics");
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 150)
                .mapToObj(i -> http.sendAsync(
                        request("/api/v1/namespaces/payments" + paths.get(i % 3)),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).contains("\"cpuUsage\":\"").contains("Mi\"");
        });
        List<String> asked = asked();
        assertThat(asked.subList(before, asked.size()))
                .singleElement()
                .asString()
                .startsWith("GET " + METRICS + "/v1beta1/namespaces/payments/pods");
    }

    @Test
    void asksForNothingWhenUsageIsNotAskedFor() throws Exception {
        int before = asked().size();

        get("/api/v1/namespaces/payments/pods");
        get("/api/v1/namespaces/payments/apps?light=true");
        get(POD + "/metrics?window=1h");
        assertThat(asked()).hasSize(before);

        get(POD);
        assertThat(asked().subList(before, asked().size())).noneMatch(asked -> asked.contains(METRICS));
    }

    @Test
    void answersWithoutUsageWhereTheRightIsMissing() throws Exception {
        gateway.cluster().forbid(METRICS);

        JsonNode json = json(get(POD + "/metrics"));

        assertThat(json.path("metricsAvailable").isBoolean()).isTrue();
        assertThat(json.path("metricsAvailable").asBoolean()).isFalse();
        assertThat(json.path("memUsage").asText("missing")).isEmpty();
        assertThat(json(get(POD + "?metrics=true")).at("/resources/cpuUsage").asText("missing"))
                .isEmpty();
    }

    @Test
    void asksForEventsOfOneNamespaceOnly() throws Exception {
        int before = asked().size();

        assertThat(get(POD + "/events").statusCode()).isEqualTo(200);

        List<String> asked = asked();
        assertThat(asked.subList(before, asked.size()))
                .containsExactly("GET " + EVENTS + "/v1/namespaces/payments/events");
    }

    @Test
    void saysThatKubernetesIsUnavailableWhereItRefusesEventsAndNotWhy() throws Exception {
        gateway.cluster().forbid(EVENTS);

        HttpResponse<String> answer = get(POD + "/events");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(json(answer).path("error").asText()).isEqualTo("kubernetes unavailable");
        assertThat(answer.body()).doesNotContain("forbidden").doesNotContain("events");
    }

    /** The cache's watches begin when they like. */
    private List<String> asked() {
        return gateway.cluster().requests().stream()
                .filter(line -> !line.contains("watch=true"))
                .toList();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + gateway.issuer().token("developer"))
                .build();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
