package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubelens.kube.PodLogs.Failure;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodLogsTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> uris = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Handler<HttpServerRequest> answer =
            request -> request.response().end();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> {
                uris.add(request.uri());
                request.connection().closeHandler(nothing -> closed.incrementAndGet());
                answer.handle(request);
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    private final URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl(url.toString())
                    .build())
            .build();
    private final Heard heard = new Heard();

    private static final class Heard implements PodLogs.Listener {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void chunk(ByteBuffer bytes) {
            events.add(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void ended() {
            events.add("ended");
        }

        @Override
        public void failed(Failure failure) {
            events.add(failure.name());
        }

        void until(String event) {
            Awaitility.await().until(() -> events.contains(event));
        }
    }

    @AfterEach
    void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private PodLogs.Call open(PodLogs logs) {
        return logs.open(
                new PodLogs.Request(
                        "shop", "web-0.x", "main", true, OptionalInt.of(7), OptionalLong.of(1_700_000_000), true),
                heard);
    }

    private PodLogs.Call open() {
        return open(new PodLogs(client.getHttpClient(), url));
    }

    @Test
    void asksForWhatIsWantedAndNeverSkipsTheKubeletsCertificate() {
        open();
        heard.until("opened");

        assertThat(uris)
                .containsExactly("/api/v1/namespaces/shop/pods/web-0.x/log?timestamps=true&container=main&follow=true"
                        + "&tailLines=7&sinceTime=2023-11-14T22:13:20Z&previous=true");
        assertThat(uris.getFirst()).doesNotContain("insecure");
    }

    @Test
    void deliversAChunkForEveryOneAskedFor() {
        answer = request -> {
            request.response().setChunked(true);
            request.response().write("one").onSuccess(nothing -> request.response()
                    .write(Buffer.buffer("x".repeat(20_000)))
                    .onSuccess(done -> request.response().end()));
        };
        PodLogs.Call call = open();
        heard.until("opened");
        assertThat(heard.events).containsExactly("opened");
        Awaitility.await().until(() -> {
            call.consume();
            return heard.events.contains("ended");
        });

        assertThat(String.join("", heard.events)).isEqualTo("openedone" + "x".repeat(20_000) + "ended");
    }

    @ParameterizedTest
    @CsvSource({
        "404, pods not found, ABSENT",
        "403, forbidden, REFUSED",
        "401, who, REFUSED",
        "429, later, BUSY",
        "500, broken, UNAVAILABLE",
        "503, broken, UNAVAILABLE",
        "400, container is waiting to start: ContainerCreating, WAITING",
        "400, container x is not valid for pod web, UNKNOWN_CONTAINER",
        "204, '', WAITING"
    })
    void tellsRefusalsApartAndAsksOnce(int status, String body, Failure failure) {
        answer = request -> request.response().setStatusCode(status).end(body);
        open();
        heard.until(failure.name());

        assertThat(heard.events).containsExactly(failure.name());
        assertThat(uris).hasSize(1);
    }

    @Test
    void readsNoMoreOfARefusalThanItNeeds() {
        answer = request -> {
            request.response().setStatusCode(500).setChunked(true);
            vertx.setPeriodic(1, id -> {
                if (!request.response().closed()) {
                    request.response().write(Buffer.buffer("x".repeat(1000)));
                }
            });
        };
        open();
        heard.until("UNAVAILABLE");

        Awaitility.await().until(() -> closed.get() == 1);
    }

    @Test
    void saysThatAConnectionBroke() {
        answer = request -> {
            request.response().setChunked(true).write("one");
            vertx.setTimer(50, id -> request.connection().close());
        };
        PodLogs.Call call = open();
        heard.until("opened");
        Awaitility.await().until(() -> {
            call.consume();
            return heard.events.contains("CUT");
        });
    }

    @Test
    void saysThatNobodyAnswers() {
        new PodLogs(client.getHttpClient(), URI.create("http://127.0.0.1:1"))
                .open(
                        new PodLogs.Request(
                                "shop", "web", "main", true, OptionalInt.empty(), OptionalLong.empty(), false),
                        heard);
        heard.until("UNAVAILABLE");
    }

    @Test
    void closesAnOpenRequest() {
        answer = request -> request.response().setChunked(true).write("one");
        PodLogs.Call call = open();
        heard.until("opened");
        call.cancel();
        call.cancel();

        Awaitility.await().until(() -> closed.get() == 1);
        assertThat(heard.events).containsExactly("opened");
    }

    @Test
    void closesARequestThatIsAnsweredAfterItWasCancelled() {
        CompletableFuture<HttpServerResponse> asked = new CompletableFuture<>();
        answer = request -> asked.complete(request.response());
        PodLogs.Call call = open();
        HttpServerResponse response = asked.join();
        call.cancel();
        response.setChunked(true).write("one");

        Awaitility.await().until(() -> closed.get() == 1);
        assertThat(heard.events).isEmpty();
    }

    @Test
    void givesUpARequestThatIsNeverAnswered() {
        answer = request -> {};
        open(new PodLogs(client.getHttpClient(), url, Duration.ofMillis(200)));
        heard.until("SILENT");

        Awaitility.await().until(() -> closed.get() == 1);
    }

    @ParameterizedTest
    @CsvSource({"../x, web, main", "shop, web/../../nodes, main", "shop, web?, main", "shop, web, a&follow=true"})
    void refusesNamesThatAreNone(String namespace, String pod, String container) {
        assertThatThrownBy(() -> new PodLogs.Request(
                        namespace, pod, container, true, OptionalInt.empty(), OptionalLong.empty(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
