package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators see of the running gateway: the audit trail, the request log, the metrics. */
class EyesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGS = "/api/v1/namespaces/shop/apps/web/logs?follow=false&tail=1";
    private static final String DENIED = "/api/v1/namespaces/vault/pods";

    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @Test
    void auditsALogReadWithWhoReadWhat() throws Exception {
        try (LogLines lines = LogLines.of("audit")) {
            HttpResponse<String> answer = get(LOGS);
            JsonNode event = JSON.readTree(lines.of(answer));
            assertThat(event.path("outcome").asText()).isEqualTo("allowed");
            assertThat(event.path("action").asText()).isEqualTo("app-logs");
            assertThat(event.path("namespace").asText()).isEqualTo("shop");
            assertThat(event.path("name").asText()).isEqualTo("web");
            assertThat(event.path("user").asText()).isNotEmpty();
            assertThat(event.path("groups")).extracting(JsonNode::asText).containsExactly("k8s-logs-access");
        }
    }

    @Test
    void auditsTheLinesThatALogReadWasSent() throws Exception {
        try (LogLines lines = LogLines.of("audit")) {
            HttpResponse<String> answer = get(LOGS);
            JsonNode event = JSON.readTree(lines.of(answer, "ended"));
            List<String> ids = answer.body()
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring(4))
                    .toList();
            assertThat(ids).isNotEmpty();
            assertThat(event.path("action").asText()).isEqualTo("app-logs");
            assertThat(event.path("name").asText()).isEqualTo("web");
            assertThat(event.at("/read/lines").asInt()).isEqualTo(ids.size());
            assertThat(event.at("/read/from").asText()).startsWith("1~");
            assertThat(ids.getFirst()).startsWith(event.at("/read/from").asText());
            assertThat(event.at("/read/to").asText()).startsWith("1~");
        }
    }

    @Test
    void keepsAHostilePathOnOneLineOfTheAudit() throws Exception {
        String path = "/api/v1/namespaces/vault%0A%7B%22user%22:%22root%22%7D%E2%80%A8/pods?x=canary-query%0A%7B%7D";
        try (LogLines lines = LogLines.of("audit")) {
            String line = lines.of(DEMO.getWithToken(path, "no.token.atall"));
            assertThat(JSON.readTree(line).path("outcome").asText()).isEqualTo("denied");
            assertThat(JSON.readTree(line).path("path").asText()).contains("vault");
            assertThat(line)
                    .doesNotContain("\n", "\r", "canary-query")
                    .startsWith("{")
                    .endsWith("}");
        }
    }

    @Test
    void auditsAChangeOfTheLogLevelWithTheLevel() throws Exception {
        try (LogLines lines = LogLines.of("audit")) {
            JsonNode event = JSON.readTree(lines.of(DEMO.put("/api/v1/admin/log-level?level=INFO", "admin")));
            assertThat(event.path("outcome").asText()).isEqualTo("allowed");
            assertThat(event.path("action").asText()).isEqualTo("log-level-set");
            assertThat(event.path("user").asText()).isNotEmpty();
            assertThat(event.path("reason").asText()).isEqualTo("info");
        }
    }

    @Test
    void auditsADenialWithItsReason() throws Exception {
        try (LogLines lines = LogLines.of("audit")) {
            JsonNode event = JSON.readTree(lines.of(get(DENIED)));
            assertThat(event.path("outcome").asText()).isEqualTo("denied");
            assertThat(event.path("reason").asText()).isEqualTo("namespace not allowed");
            assertThat(event.path("namespace").asText()).isEqualTo("vault");
        }
    }

    @Test
    void auditsWhatAsksForHiddenThingsButTellsItNothing() throws Exception {
        String shadow = "/api/v1/namespaces/" + namespaceOf("shadow") + "/apps/shadow";
        try (LogLines lines = LogLines.of("audit")) {
            HttpResponse<String> answer = get(shadow);
            assertThat(answer.statusCode()).isEqualTo(404);
            JsonNode event = JSON.readTree(lines.of(answer));
            assertThat(event.path("outcome").asText()).isEqualTo("denied");
            assertThat(event.path("name").asText()).isEqualTo("shadow");
        }
    }

    /** Where the sample world keeps an app that policy hides. */
    private static String namespaceOf(String app) {
        return List.of("shop", "payments").stream()
                .filter(ns -> DEMO.gateway().cluster().list("Deployment", ns).stream()
                        .anyMatch(d -> d.at("/metadata/name").asText().equals(app)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesNoTokenAnywhere() throws Exception {
        String token = DEMO.gateway().issuer().token("developer");
        try (LogLines lines = LogLines.everything();
                LogLines audit = LogLines.of("audit")) {
            audit.of(DEMO.getWithToken(DENIED, token));
            audit.of(DEMO.getWithToken(LOGS, token));
            String signature = token.substring(token.lastIndexOf('.') + 1);
            assertThat(lines.texts()).noneMatch(line -> line.contains(signature));
            assertThat(audit.texts()).noneMatch(line -> line.contains(signature));
        }
    }

    @Test
    void logsARequestWithItsRouteStatusTimeAndTheDigestOfItsUser() throws Exception {
        try (LogLines lines = LogLines.of("request")) {
            Map<String, String> pairs = lines.pairs(get("/api/v1/namespaces"));
            assertThat(pairs).containsEntry("route", "namespaces-list").containsEntry("status", "200");
            assertThat(pairs.get("user")).matches("[0-9a-f]{12}");
            assertThat(pairs.get("ms")).matches("\\d+");
        }
    }

    @Test
    void logsWhyKubernetesRefusedWhatARouteAsked() throws Exception {
        DEMO.gateway().cluster().forbid("/apis/events.k8s.io");
        try (LogLines lines = LogLines.of("request")) {
            Map<String, String> pairs = lines.pairs(get("/api/v1/namespaces/payments/pods/ledger-0/events"));
            assertThat(pairs).containsEntry("status", "502");
            assertThat(pairs.get("remark")).contains("/apis/events.k8s.io").contains("forbidden");
        } finally {
            DEMO.gateway().cluster().allow("/apis/events.k8s.io");
        }
    }

    @Test
    void countsAndTimesRequestsByRouteMethodAndStatus() throws Exception {
        get(DENIED);
        get("/nowhere");
        String metrics = DEMO.metrics();
        assertThat(metrics)
                .contains("kubelens_http_request_seconds_count{method=\"GET\",route=\"pods-list\",status=\"403\"}")
                .contains("kubelens_http_request_seconds_bucket{method=\"GET\",route=\"pods-list\",status=\"403\",le=")
                .contains("kubelens_http_request_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}");
    }

    @Test
    void measuresStreamsUpstreamsAndKeys() throws Exception {
        get(LOGS);
        await().untilAsserted(() -> assertThat(DEMO.metrics())
                .contains("kubelens_streams 0.0", "kubelens_log_upstreams 0.0")
                .containsPattern("kubelens_log_upstreams_opened_total [1-9]")
                .containsPattern("kubelens_log_lines_total [1-9]")
                .containsPattern("kubelens_signing_keys_age_seconds \\d"));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return DEMO.get(path, "developer");
    }
}
