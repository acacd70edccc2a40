package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** What a gateway keeps of pods that have ended, as a caller sees it. */
record KeptLogs(GatewayClient client, String token) {
    private static final String NAMESPACE = "/api/v1/namespaces/shop/";

    static String path(String pod) {
        return NAMESPACE + "pods/" + pod + "/logs";
    }

    /** The runs of these pods; none while the store does not answer. */
    List<JsonNode> of(Collection<String> pods) throws IOException, InterruptedException {
        GatewayClient.Answer answer = client.get(NAMESPACE + "terminated", token);
        List<JsonNode> kept = new ArrayList<>();
        if (answer.status() == 200) {
            answer.json().forEach(kept::add);
        }
        kept.removeIf(run -> !pods.contains(run.path("podName").asText()));
        return kept;
    }

    List<JsonNode> of(String pod) throws IOException, InterruptedException {
        return of(Set.of(pod));
    }

    List<JsonNode> await(Collection<String> pods, int runs) {
        return Awaitility.await(pods + " are kept")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of(pods), kept -> kept.size() == runs);
    }

    List<JsonNode> await(String pod, int runs) {
        return await(Set.of(pod), runs);
    }

    void awaitAbsent(String pod) {
        Awaitility.await(pod + " is gone")
                .until(() -> client.get(NAMESPACE + "pods/" + pod, token).status() == 404);
    }

    /** All of what is left of a pod. */
    List<String> messages(String pod, String query) {
        try (LogViewer viewer = client.follow(path(pod) + query, token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            return viewer.messages();
        }
    }

    List<String> markers(String pod) {
        try (LogViewer viewer = client.follow(path(pod), token)) {
            assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ENDED);
            return viewer.markers();
        }
    }
}
