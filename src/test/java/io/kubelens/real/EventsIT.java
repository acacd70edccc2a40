package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.kube.KubeEvent;
import io.kubelens.kube.KubeEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timelines from the events of a real API server, and usage from one that has no Metrics Server. */
@ExtendWith(SharedCluster.class)
class EventsIT {
    private static final String SHOP = "/api/v1/namespaces/shop";

    private static Instant now;
    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Lens lens;
    private static Pod first;
    private static Pod second;
    private static Pod hidden;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        keycloak = Keycloak.shared();
        List<Pod> pods = cluster.pods().deployment("shop", "told", Map.of("app", "told"), 2, "app");
        first = pods.get(0);
        second = pods.get(1);
        hidden = cluster.pods().running("shop", "told-unseen", Map.of("app", "told", GatewayConfig.HIDDEN, ""), "app");
        core(first, "told.1", now.minusSeconds(50), "Scheduled", "Successfully assigned", 1);
        core(first, "told.2", now.minusSeconds(30), "BackOff", "Back-off restarting", 7);
        core(hidden, "told.3", now.minusSeconds(20), "Started", "Started container", 1);
        HasMetadata app = cluster.api()
                .admin()
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("told")
                .get();
        core(app, "told.4", now.minusSeconds(10), "Scaling", "Scaled up", 1);
        core(app, "told.5", now.minusSeconds(9), "Create", "Created pod: told-unseen", 1);
        series(second, now.minusSeconds(40));
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void tellsWhatHappenedToAPod() throws Exception {
        JsonNode told = get("/pods/" + name(first) + "/events").json();

        assertThat(texts(told, "reason")).containsExactly("BackOff", "Scheduled");
        assertThat(told.get(0).path("timestamp").asText())
                .isEqualTo(now.minusSeconds(30).toString());
        assertThat(told.get(0).path("count").asInt()).isEqualTo(7);
        assertThat(told.get(0).path("message").asText()).isEqualTo("Back-off restarting");
        assertThat(told.get(0).path("object").asText()).isEqualTo("Pod/" + name(first));
    }

    @Test
    void readsASeriesOfTheNewApi() throws Exception {
        JsonNode told = get("/pods/" + name(second) + "/events").json().path(0);

        assertThat(told.path("reason").asText()).isEqualTo("FailedScheduling");
        assertThat(told.path("type").asText()).isEqualTo("Warning");
        assertThat(told.path("count").asInt()).isEqualTo(12);
        assertThat(told.path("timestamp").asText())
                .isEqualTo(now.minusSeconds(40).toString());
    }

    @Test
    void areKeptWithALogTheOldestFirst() {
        KubeEvents events = new KubeEvents(cluster.api().admin());

        assertThat(events.of("shop", first.getMetadata().getUid()))
                .containsExactly(
                        new KubeEvent(now.minusSeconds(50), "Normal", "Scheduled", "Successfully assigned", 1),
                        new KubeEvent(now.minusSeconds(30), "Normal", "BackOff", "Back-off restarting", 7));
        assertThat(events.of("shop", second.getMetadata().getUid()))
                .extracting(KubeEvent::reason, KubeEvent::count)
                .containsExactly(tuple("FailedScheduling", 12));
        assertThat(events.of("shop", "nobody")).isEmpty();
    }

    @Test
    void tellsWhatHappenedToAnAppButNotToItsHiddenPods() throws Exception {
        GatewayClient.Answer answer = get("/apps/told/events");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(texts(answer.json(), "reason"))
                .containsSubsequence("Scaling", "BackOff", "FailedScheduling", "Scheduled")
                .contains("NewPods")
                .doesNotContain("Started", "Create");
        assertThat(answer.response().body()).doesNotContain("told-unseen");
    }

    @Test
    void answersForAHiddenPodAsForAnAbsentOne() throws Exception {
        for (String pod : List.of("told-unseen", "absent")) {
            GatewayClient.Answer answer = get("/pods/" + pod + "/events");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.error()).isEqualTo("pod not found");
        }
    }

    @Test
    void tellsARestart() throws Exception {
        Pod pod = cluster.pods().running("shop", "told-restarted", Map.of(), "app");
        cluster.pods().restart(pod, now);
        String path = "/pods/told-restarted/events";
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> get(path).status() == 200 && get(path).json().size() == 1);

        JsonNode told = get(path).json().path(0);

        assertThat(told.path("kind").asText()).isEqualTo("restart");
        assertThat(told.path("message").asText()).isEqualTo("container app ended with exit code 1");
        assertThat(told.path("count").asInt()).isEqualTo(1);
    }

    @Test
    void answersWithoutUsageWhereThereIsNoMetricsServer() throws Exception {
        GatewayClient.Answer answer = get("/pods/" + name(first) + "/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("metricsAvailable").isBoolean()).isTrue();
        assertThat(answer.json().path("metricsAvailable").asBoolean()).isFalse();
        assertThat(answer.json().path("cpuUsage").asText("missing")).isEmpty();
        assertThat(answer.json().path("samples").isArray()).isTrue();
        assertThat(get("/pods?metrics=true").status()).isEqualTo(200);
    }

    @Test
    void asksKubernetesOnlyWhatItsManifestsGrant() throws Exception {
        ApiAudit audit = ApiAudit.fromNow(cluster.api().auditLog(), RealCluster.GATEWAY);

        get("/apps/told/events");
        try (Lens own = Lens.ready(cluster, GatewayConfig.of(keycloak))) {
            own.client().get(SHOP + "/apps/told?metrics=true", keycloak.token("developer"));
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(audit.requests())
                .contains(
                        new ApiAudit.Asked("list", "events", "shop", 200),
                        new ApiAudit.Asked("list", "pods", "shop", 404)));
        assertThat(audit.requests()).noneMatch(asked -> asked.code() == 401 || asked.code() == 403);
    }

    private static GatewayClient.Answer get(String path) throws IOException, InterruptedException {
        return lens.client().get(SHOP + path, keycloak.token("developer"));
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(member).asText())
                .toList();
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static void core(HasMetadata about, String name, Instant at, String reason, String message, int count) {
        cluster.api()
                .admin()
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .endMetadata()
                        .withInvolvedObject(reference(about))
                        .withType("Normal")
                        .withReason(reason)
                        .withMessage(message)
                        .withCount(count)
                        .withFirstTimestamp(at.minusSeconds(5).toString())
                        .withLastTimestamp(at.toString())
                        .build())
                .create();
    }

    private static void series(Pod about, Instant at) {
        cluster.api()
                .admin()
                .resource(new io.fabric8.kubernetes.api.model.events.v1.EventBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("told.series")
                        .endMetadata()
                        .withRegarding(reference(about))
                        .withType("Warning")
                        .withReason("FailedScheduling")
                        .withAction("Scheduling")
                        .withNote("0/1 nodes are available")
                        .withReportingController("default-scheduler")
                        .withReportingInstance("default-scheduler-1")
                        .withEventTime(new MicroTime(micro(at.minusSeconds(5))))
                        .withNewSeries()
                        .withCount(12)
                        .withLastObservedTime(new MicroTime(micro(at)))
                        .endSeries()
                        .build())
                .create();
    }

    /** Kubernetes wants all six digits. */
    private static String micro(Instant second) {
        return second.toString().replace("Z", ".000000Z");
    }

    private static ObjectReference reference(HasMetadata about) {
        return new ObjectReferenceBuilder()
                .withKind(about.getKind())
                .withNamespace("shop")
                .withName(name(about))
                .withUid(about.getMetadata().getUid())
                .build();
    }
}
