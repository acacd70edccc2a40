package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.config.Config;
import io.kubelens.kube.KubePod;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest {
    private final LogWorld world = new LogWorld();
    private final KubePod pod = new KubePod(Pods.builder("web", "app", "proxy")
            .editSpec()
            .addNewInitContainer()
            .withName("init")
            .endInitContainer()
            .endSpec()
            .build());

    @AfterEach
    void close() {
        world.close();
    }

    private PodLog open(KubePod of, String query) {
        return world.logs.open(of, LogWorld.query(query));
    }

    @Test
    void choosesTheContainerAsKubectlDoes() {
        assertThat(open(pod, "").containers()).containsExactly("app");
        assertThat(open(annotated("proxy"), "").containers()).containsExactly("proxy");
        assertThat(open(annotated("gone"), "").containers()).containsExactly("app");
        assertThat(open(annotated("proxy"), "container=init").containers()).containsExactly("init");
    }

    private KubePod annotated(String container) {
        return new KubePod(pod.object()
                .edit()
                .editMetadata()
                .withAnnotations(Map.of("kubectl.kubernetes.io/default-container", container))
                .endMetadata()
                .build());
    }

    @Test
    void refusesAContainerThatIsNotThereAndNamesThoseThatAre() {
        for (String asked : List.of("nope", "app,nope")) {
            Query query = LogWorld.query("container=" + asked);
            PodLog log = world.logs.open(pod, query);
            assertThatThrownBy(() -> world.logs.stream(log, query, null, null))
                    .isInstanceOfSatisfying(ContainerNotFound.class, refusal -> assertThat(refusal.containers())
                            .containsExactly("app", "proxy", "init"))
                    .hasMessage("container not found");
        }
    }

    @Test
    void choosesSeveralContainersInTheOrderOfTheSpec() {
        assertThat(open(pod, "container=init,app,init").containers()).containsExactly("app", "init");
        assertThat(open(pod, "container=*").containers()).containsExactly("app", "proxy", "init");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secrets", "App", "a&follow=false", "-a", "**", "*,app", "app,", ",", "app, proxy"})
    void refusesWhatIsNoContainerName(String name) {
        assertThatThrownBy(() -> world.logs.open(pod, new Query(Map.of("container", name))))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("container");
    }

    @Test
    void asksKubernetesForNothingWhenALogIsOpened() {
        open(pod, "");
        assertThat(world.api.requests()).isEmpty();
    }

    private static LogRequest request(String query) {
        Config.Logs config = new Config.Logs(200, 1000, 100, 250, 65_536, 1, 0, 60, 0, 0, List.of(), List.of());
        return LogRequest.of(LogWorld.query(query), null, "text/event-stream", config);
    }

    @Test
    void readsTailAndSince() {
        assertThat(request("").tail()).isEqualTo(200);
        assertThat(request("tail=0").tail()).isZero();
        assertThat(request("tail=99999999999").tail()).isEqualTo(1000);
        assertThat(request("since=2026-01-01T00:01:00.5 02:00").since())
                .isEqualTo(Timestamps.parse("2025-12-31T22:01:00.5Z"));
        assertThat(request("").follow()).isTrue();
        assertThat(request("follow=false").follow()).isFalse();
        assertThat(request("follow=true&previous=true").follow()).isFalse();
        assertThat(request("").previous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail=-1", "tail=x", "since=yesterday", "follow=maybe", "previous=maybe", "timestamps=2"})
    void refusesWhatItCannotRead(String query) {
        assertThatThrownBy(() -> request(query))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining(query.substring(0, query.indexOf('=')));
    }

    @Test
    void refusesAnUnknownCursorAndMediaType() {
        PodLog log = open(pod, "");
        assertThatThrownBy(() -> world.logs.stream(log, LogWorld.query(""), "17", "text/event-stream"))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> world.logs.stream(log, LogWorld.query(""), null, "image/png"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
