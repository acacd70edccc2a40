package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What operators see of the running gateway: the audit trail, the request log, the metrics. */
@SuppressWarnings("NullAway.Init")
class EyesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGS = "/api/v1/namespaces/shop/apps/web/logs?follow=false&tail=1";
    private static final String DENIED = "/api/v1/namespaces/vault/pods";

    private static DemoGateway gateway;
    private static HttpClient http;
    private static int management;

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            management = socket.getLocalPort();
        }
        gateway = DemoGateway.start(
                new DemoGateway.Ports(0, 0, management), List.of(Path.of("routes")), "application.properties");
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        gateway.close();
    }

    @Test
    void auditsALogReadWithWhoReadWhat() throws Exception {
        try (Lines lines = new Lines("audit")) {
            HttpResponse<String> answer = get(LOGS);
            JsonNode event = lines.json(answer);
            assertThat(event.path("outcome").asText()).isEqualTo("allowed");
            assertThat(event.path("action").asText()).isEqualTo("app-logs");
            assertThat(event.path("namespace").asText()).isEqualTo("shop");
            assertThat(event.path("name").asText()).isEqualTo("web");
            assertThat(event.path("user").asText()).isNotEmpty();
            assertThat(event.path("groups")).extracting(JsonNode::asText).containsExactly("k8s-logs-access");
        }
    }

    @Test
    void auditsADenialWithItsReason() throws Exception {
        try (Lines lines = new Lines("audit")) {
            JsonNode event = lines.json(get(DENIED));
            assertThat(event.path("outcome").asText()).isEqualTo("denied");
            assertThat(event.path("reason").asText()).isEqualTo("namespace not allowed");
            assertThat(event.path("namespace").asText()).isEqualTo("vault");
        }
    }

    @Test
    void auditsWhatAsksForHiddenThingsButTellsItNothing() throws Exception {
        String shadow = "/api/v1/namespaces/" + namespaceOf("shadow") + "/apps/shadow";
        try (Lines lines = new Lines("audit")) {
            HttpResponse<String> answer = get(shadow);
            assertThat(answer.statusCode()).isEqualTo(404);
            JsonNode event = lines.json(answer);
            assertThat(event.path("outcome").asText()).isEqualTo("denied");
            assertThat(event.path("name").asText()).isEqualTo("shadow");
        }
    }

    /** Where the sample world keeps an app that policy hides. */
    private static String namespaceOf(String app) {
        return List.of("shop", "payments").stream()
                .filter(ns -> gateway.cluster().list("Deployment", ns).stream()
                        .anyMatch(d -> d.at("/metadata/name").asText().equals(app)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesNoTokenAnywhere() throws Exception {
        String token = gateway.issuer().token("developer");
        try (Lines lines = new Lines(Logger.ROOT_LOGGER_NAME);
                Lines audit = new Lines("audit")) {
            audit.json(get(DENIED, token));
            audit.json(get(LOGS, token));
            String signature = token.substring(token.lastIndexOf('.') + 1);
            assertThat(lines.texts()).noneMatch(line -> line.contains(signature));
            assertThat(audit.texts()).noneMatch(line -> line.contains(signature));
        }
    }

    @Test
    void logsARequestWithItsRouteStatusTimeAndTheDigestOfItsUser() throws Exception {
        try (Lines lines = new Lines("request")) {
            String id = id(get("/api/v1/namespaces"));
            Map<String, String> pairs = lines.pairs(id);
            assertThat(pairs).containsEntry("route", "namespaces-list").containsEntry("status", "200");
            assertThat(pairs.get("user")).matches("[0-9a-f]{12}");
            assertThat(pairs.get("ms")).matches("\\d+");
        }
    }

    @Test
    void logsWhyKubernetesRefusedWhatARouteAsked() throws Exception {
        gateway.cluster().forbid("/apis/events.k8s.io");
        try (Lines lines = new Lines("request")) {
            String id = id(get("/api/v1/namespaces/payments/pods/ledger-0/events"));
            assertThat(lines.pairs(id)).containsEntry("status", "502");
            assertThat(lines.pairs(id).get("remark"))
                    .contains("/apis/events.k8s.io")
                    .contains("forbidden");
        } finally {
            gateway.cluster().allow("/apis/events.k8s.io");
        }
    }

    @Test
    void countsAndTimesRequestsByRouteMethodAndStatus() throws Exception {
        get(DENIED);
        get("/nowhere");
        String metrics = metrics();
        assertThat(metrics)
                .contains("kubelens_http_request_seconds_count{method=\"GET\",route=\"pods-list\",status=\"403\"}")
                .contains("kubelens_http_request_seconds_bucket{method=\"GET\",route=\"pods-list\",status=\"403\",le=")
                .contains("kubelens_http_request_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}");
    }

    @Test
    void measuresStreamsUpstreamsAndKeys() throws Exception {
        get(LOGS);
        await().untilAsserted(() -> assertThat(metrics())
                .contains("kubelens_streams 0.0", "kubelens_log_upstreams 0.0")
                .containsPattern("kubelens_log_upstreams_opened_total [1-9]")
                .containsPattern("kubelens_log_lines_total [1-9]")
                .containsPattern("kubelens_signing_keys_age_seconds \\d"));
    }

    private static String metrics() throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + management + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(path, gateway.issuer().token("developer"));
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    /** What one logger says while this is open; other tests' gateways may speak too, so lines are found by request. */
    private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
        private final Logger logger;

        Lines(String name) {
            logger = (Logger) LoggerFactory.getLogger(name);
            start();
            logger.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        List<String> texts() {
            return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }

        JsonNode json(HttpResponse<?> answer) throws IOException {
            String id = id(answer);
            await().until(() -> texts().stream().anyMatch(line -> line.contains(id)));
            return JSON.readTree(texts().stream()
                    .filter(line -> line.contains(id))
                    .findFirst()
                    .orElseThrow());
        }

        Map<String, String> pairs(String id) {
            await().until(() -> events.stream().anyMatch(event -> pairs(event).containsValue(id)));
            return events.stream()
                    .map(Lines::pairs)
                    .filter(pairs -> pairs.containsValue(id))
                    .findFirst()
                    .orElseThrow();
        }

        private static Map<String, String> pairs(ILoggingEvent event) {
            return event.getKeyValuePairs() == null
                    ? Map.of()
                    : event.getKeyValuePairs().stream()
                            .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
        }

        @Override
        public void close() {
            logger.detachAppender(this);
            stop();
        }
    }
}
