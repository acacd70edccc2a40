package io.kubelens.logs.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs;
import io.kubelens.logs.ContainerNotFound;
import io.kubelens.logs.EventStream;
import io.kubelens.logs.Logs;
import io.kubelens.logs.Membership;
import io.kubelens.logs.PodLog;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MergeLogsTest {
    private static final String ROUTES =
            """
            - route:
                id: app-logs
                from:
                  uri: direct:app-logs
                  steps:
                    - split:
                        expression:
                          simple:
                            expression: ${body.pods}
                        aggregationStrategy: "#mergeLogs"
                        stopOnException: true
                        steps:
                          - to:
                              uri: direct:pod-open
            - route:
                id: no-open-app
                from:
                  uri: direct:no-open-app
                  steps:
                    - split:
                        expression:
                          simple:
                            expression: ${body.pods}
                        aggregationStrategy: "#mergeLogs"
                        stopOnException: true
                        steps:
                          - setBody:
                              expression:
                                constant:
                                  expression: no log
            - route:
                id: no-app
                from:
                  uri: direct:no-app
                  steps:
                    - split:
                        expression:
                          simple:
                            expression: ${body[pods]}
                        aggregationStrategy: "#mergeLogs"
                        stopOnException: true
                        steps:
                          - setBody:
                              expression:
                                constant:
                                  expression: no log
            - route:
                id: pod-open
                from:
                  uri: direct:pod-open
                  steps:
                    - setBody:
                        expression:
                          method:
                            ref: logs
                            method: open(${body}, ${exchangeProperty.query})
            - route:
                id: pod-logs
                from:
                  uri: direct:pod-logs
                  steps:
                    - to:
                        uri: direct:pod-open
                    - setBody:
                        expression:
                          method:
                            ref: logs
                            method: stream(${body}, ${exchangeProperty.query}, ${exchangeProperty.lastEventId}, ${exchangeProperty.mediaType})
            """;

    /** Nobody joins, changes or leaves. */
    private static final class Nobody implements Membership {
        @Override
        public boolean shows(KubeApp app) {
            return true;
        }

        @Override
        public boolean shows(KubePod pod) {
            return true;
        }

        @Override
        public Watch watch(KubeApp app, Listener listener) {
            return () -> {};
        }

        @Override
        public Watch watch(KubePod pod, Runnable changed) {
            return () -> {};
        }
    }

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:1")
                    .build())
            .build();
    private final Logs logs = new Logs(
            () -> new io.kubelens.config.Config.Logs(10, 100, 100, 250, 1 << 27, 10, 0, 60, 0, 0, List.of(), List.of()),
            new PodLogs(client.getHttpClient(), URI.create("http://127.0.0.1:1")),
            (namespace, name) -> Optional.empty(),
            new Nobody(),
            (pod, query) -> new PodLog(pod, List.of("main")),
            Clock.systemUTC());
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("logs", logs);
        camel.getRegistry().bind("mergeLogs", new MergeLogs(logs));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", ROUTES));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        logs.close();
        client.close();
    }

    private Exchange send(String to, Object body, Map<String, String> query) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        exchange.setProperty("query", new Query(query));
        exchange.setProperty("mediaType", "text/event-stream");
        return camel.createProducerTemplate().send(to, exchange);
    }

    private static KubePod pod(String name) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .build());
    }

    private static KubeApp app(KubePod... pods) {
        var object = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .endMetadata()
                .build();
        return new KubeApp("Deployment", object, List.of(pods));
    }

    private static String firstOf(Exchange exchange) {
        EventStream stream = exchange.getMessage().getBody(EventStream.class);
        stream.open(() -> {});
        ByteBuf batch = stream.poll();
        if (batch == null) {
            throw new AssertionError("nothing was sent at once");
        }
        String text = batch.toString(StandardCharsets.UTF_8);
        batch.release();
        stream.close();
        return text;
    }

    @Test
    void makesOneStreamOfManyPods() {
        Exchange answer = send("direct:app-logs", app(pod("a"), pod("b"), pod("c")), Map.of());

        assertThat(answer.getException()).isNull();
        assertThat(firstOf(answer)).startsWith("event: heartbeat\n");
    }

    @Test
    void makesAStreamThatWaitsOfNoPods() {
        Exchange answer = send("direct:app-logs", app(), Map.of());

        assertThat(firstOf(answer)).contains("\"kind\":\"waiting\"");
    }

    @Test
    void letsARefusalOfOnePodThrough() {
        Exchange answer = send("direct:app-logs", app(pod("a"), pod("b")), Map.of("container", "../a"));

        assertThat(answer.getException()).hasRootCauseInstanceOf(BadRequest.class);
        assertThat(answer.getMessage().getBody()).isNotInstanceOf(EventStream.class);
    }

    @Test
    void refusesAContainerThatNoPodHas() {
        Exchange answer = send("direct:app-logs", app(pod("a"), pod("b")), Map.of("container", "main,nope"));

        assertThat(answer.getException()).isInstanceOf(ContainerNotFound.class);
        assertThat(answer.getMessage().getBody()).isNotInstanceOf(EventStream.class);
    }

    @Test
    void opensAndStreamsOnePod() {
        Exchange answer = send("direct:pod-logs", pod("a"), new HashMap<>());

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(EventStream.class).contentType()).isEqualTo("text/event-stream");
        assertThat(firstOf(answer)).startsWith("event: heartbeat\n");
    }

    @Test
    void refusesABadRequestInsteadOfWaitingForEver() {
        for (KubeApp app : List.of(app(), app(pod("a")))) {
            Exchange answer = send("direct:app-logs", app, Map.of("tail", "x"));

            assertThat(answer.getException()).isInstanceOf(BadRequest.class);
            assertThat(answer.getMessage().getBody()).isNotInstanceOf(EventStream.class);
        }
    }

    @Test
    void refusesASplitThatDoesNotOpen() {
        Exchange answer = send("direct:no-open-app", app(pod("a"), pod("b")), Map.of());

        assertThat(answer.getException()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnInputThatIsNoApp() {
        Exchange answer = send("direct:no-app", Map.of("pods", List.of()), Map.of());

        assertThat(answer.getException()).isInstanceOf(IllegalStateException.class);
    }
}
