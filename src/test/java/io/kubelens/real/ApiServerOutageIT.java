package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server goes away in the middle of everything and comes back. */
@ExtendWith(SharedCluster.class)
class ApiServerOutageIT {
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private static RealCluster cluster;
    private static Lens lens;
    private static String token;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        Keycloak keycloak = Keycloak.shared();
        cluster.pods().deployment("shop", "lasting", Map.of("app", "lasting"), 2, "app");
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
        token = keycloak.token("developer");
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
        }
    }

    @Test
    void losesAndDoublesNothingOverAnOutage() throws Exception {
        String first = "lasting-5d4f8c7b9-0";
        try (Chatter one = Chatter.on(cluster.log(first), Duration.ofMillis(50));
                Chatter two = Chatter.on(cluster.log("lasting-5d4f8c7b9-1"), Duration.ofMillis(50));
                LogViewer ofPod = lens.client().follow(PODS + "/" + first + "/logs", token);
                LogViewer ofApp = lens.client().follow("/api/v1/namespaces/shop/apps/lasting/logs", token)) {
            ofPod.awaitLines(10);
            ofApp.awaitLines(20);

            cluster.api().stop();

            ofPod.awaitMarker("error: kubernetes unavailable");
            assertThat(pods()).contains(first);
            assertThat(lens.isReady()).isTrue();

            cluster.api().restart();

            List<String> ofOne = one.stop();
            List<String> ofTwo = two.stop();
            assertThat(ofPod.awaitLine(ofOne.getLast()).messages()).isEqualTo(ofOne);
            ofApp.awaitLines(ofOne.size() + ofTwo.size());
            assertThat(messages(ofApp, first)).isEqualTo(ofOne);
            assertThat(messages(ofApp, "lasting-5d4f8c7b9-1")).isEqualTo(ofTwo);
            assertThat(ofApp.state()).isEqualTo(LogViewer.State.OPEN);
        }
        cluster.pods().running("shop", "born-after", Map.of(), "app");
        await().atMost(Duration.ofSeconds(60)).until(() -> pods().contains("born-after"));
    }

    private static List<String> messages(LogViewer viewer, String pod) {
        return viewer.lines().stream()
                .filter(line -> line.data().path("podName").asText().equals(pod))
                .map(LogViewer.Event::message)
                .toList();
    }

    private static List<String> pods() throws Exception {
        GatewayClient.Answer answer = lens.client().get(PODS, token);
        assertThat(answer.status()).isEqualTo(200);
        return StreamSupport.stream(answer.json().spliterator(), false)
                .map(pod -> pod.path("name").asText())
                .toList();
    }
}
