package io.kubelens.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class DemoClusterLogsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(500));
    private DemoCluster cluster;

    @BeforeEach
    void start() {
        cluster = DemoCluster.start(vertx, 0, Clock.fixed(NOW, ZoneOffset.UTC));
        cluster.put(DemoClusterTest.pod("shop", "web", Map.of()));
    }

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close();
    }

    @Test
    void givesLinesWithOrWithoutTheirTimes() {
        cluster.appendLog("shop", "web", "main", "  grüße ", NOW);
        cluster.appendLog("shop", "web", "main", "", NOW.plusNanos(1));
        assertThat(log("")).isEqualTo("  grüße \n\n");
        assertThat(log("timestamps=true"))
                .isEqualTo("2026-01-02T03:04:05.000000006Z   grüße \n2026-01-02T03:04:05.000000007Z \n");
    }

    @Test
    void tailCountsFromTheEnd() {
        lines(5);
        assertThat(log("tailLines=2")).isEqualTo("line 3\nline 4\n");
        assertThat(log("tailLines=0")).isEmpty();
        assertThat(log("tailLines=9")).startsWith("line 0\n");
    }

    @Test
    void sinceIsInclusiveInWholeSeconds() {
        lines(5);
        assertThat(log("sinceTime=2026-01-02T03:04:08Z")).isEqualTo("line 3\nline 4\n");
        assertThat(log("sinceTime=2026-01-02T03:04:08.9Z")).isEqualTo("line 3\nline 4\n");
        assertThat(log("sinceSeconds=1")).startsWith("line 0\n");
        assertThat(log("tailLines=4&sinceTime=2026-01-02T03:04:05Z")).startsWith("line 1\n");
    }

    @Test
    void limitCutsAtAByte() {
        lines(5);
        assertThat(log("limitBytes=9")).isEqualTo("line 0\nli");
    }

    @Test
    void refusesBadOptionsAsTheApiServerDoes() {
        assertThat(status("tailLines=-1")).isEqualTo(422);
        assertThat(status("tailLines=x")).isEqualTo(400);
        assertThat(status("limitBytes=0")).isEqualTo(422);
        assertThat(status("sinceSeconds=0")).isEqualTo(422);
        assertThat(status("sinceSeconds=1&sinceTime=2026-01-02T03:04:08Z")).isEqualTo(422);
        assertThat(status("sinceTime=yesterday")).isEqualTo(400);
        assertThat(status("previous=true")).isEqualTo(400);
        assertThat(status("container=none")).isEqualTo(400);
    }

    @Test
    void wantsAContainerWhenThereAreSeveral() {
        cluster.put(DemoClusterTest.pod("shop", "two", Map.of(), "app", "proxy"));
        assertThat(read("/api/v1/namespaces/shop/pods/two/log"))
                .contains("a container name must be specified for pod two, choose one of: [app proxy]");
        cluster.appendLog("shop", "two", "proxy", "hello", NOW);
        assertThat(read("/api/v1/namespaces/shop/pods/two/log?container=proxy")).isEqualTo("hello\n");
    }

    @Test
    void followGoesOnUntilTheContainerEnds() throws Exception {
        lines(1);
        Follower follower = follow("follow=true");
        await().until(() -> follower.text().equals("line 0\n"));
        cluster.appendLog("shop", "web", "main", "more", NOW);
        await().until(() -> follower.text().endsWith("more\n"));
        assertThat(cluster.openLogs()).isEqualTo(1);
        cluster.terminate("shop", "web", "main", 0);
        follower.end.get(10, TimeUnit.SECONDS);
        assertThat(cluster.openLogs()).isZero();
        assertThat(log("follow=true")).isEqualTo("line 0\nmore\n");
        assertThat(cluster.get("Pod", "shop", "web")
                        .orElseThrow()
                        .at("/status/phase")
                        .asText())
                .isEqualTo("Succeeded");
    }

    @Test
    void followOfASilentContainerAnswersAtOnce() {
        assertThat(follow("follow=true").text()).isEmpty();
    }

    @Test
    void deletionEndsAFollowCleanly() throws Exception {
        Follower follower = follow("follow=true");
        cluster.delete("Pod", "shop", "web");
        follower.end.get(10, TimeUnit.SECONDS);
        assertThat(status("")).isEqualTo(404);
    }

    @Test
    void cutBreaksAFollow() {
        Follower follower = follow("follow=true");
        cluster.cutLogs();
        assertThatThrownBy(() -> follower.end.get(10, TimeUnit.SECONDS)).hasMessageContaining("Connection was closed");
        await().until(() -> cluster.openLogs() == 0);
    }

    @Test
    void aClientThatLeavesIsNoticed() {
        Follower follower = follow("follow=true");
        follower.response.request().connection().close();
        await().until(() -> cluster.openLogs() == 0);
    }

    @Test
    void restartBeginsANewLogAndKeepsThePrevious() {
        lines(1);
        cluster.restart("shop", "web", "main", 137);
        cluster.appendLog("shop", "web", "main", "again", NOW);
        assertThat(log("")).isEqualTo("again\n");
        assertThat(log("previous=true")).isEqualTo("line 0\n");
        assertThat(entry("/restartCount")).isEqualTo("1");
        assertThat(entry("/lastState/terminated/exitCode")).isEqualTo("137");
    }

    @Test
    void crashedContainerShowsItsLastLogUntilItRunsAgain() {
        lines(1);
        cluster.crash("shop", "web", "main", 1);
        assertThat(entry("/state/waiting/reason")).isEqualTo("CrashLoopBackOff");
        assertThat(log("")).isEqualTo("line 0\n");
        assertThat(log("previous=true")).isEqualTo("line 0\n");
        cluster.restart("shop", "web", "main", 1);
        assertThat(log("")).isEmpty();
        assertThat(log("previous=true")).isEqualTo("line 0\n");
    }

    @Test
    void waitingContainerHasNoLog() {
        cluster.edit("Pod", "shop", "web", pod -> PodStatus.await(pod, "ContainerCreating", NOW));
        assertThat(log("")).contains("is waiting to start: ContainerCreating");
    }

    @Test
    void podWithoutNodeHasNoContent() {
        cluster.put(DemoClusterTest.pod("shop", "new", Map.of())
                .set("status", Json.object().put("phase", "Pending")));
        assertThat(response("/api/v1/namespaces/shop/pods/new/log").statusCode())
                .isEqualTo(204);
    }

    @Test
    void rotatedLinesAreGone() {
        lines(3);
        cluster.rotateLog("shop", "web", "main");
        cluster.appendLog("shop", "web", "main", "new", NOW);
        assertThat(log("")).isEqualTo("new\n");
        assertThat(log("tailLines=5")).isEqualTo("new\n");
    }

    @Test
    void hundredFollowersAllGetEveryLine() throws Exception {
        int followers = 100;
        int lines = 5_000;
        List<Follower> all = new ArrayList<>();
        for (int i = 0; i < followers; i++) {
            all.add(follow("follow=true"));
        }
        byte[] line = "x".repeat(150).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < lines; i++) {
            cluster.appendLog("shop", "web", "main", line, NOW);
        }
        cluster.terminate("shop", "web", "main", 0);
        for (Follower follower : all) {
            follower.end.get(30, TimeUnit.SECONDS);
            assertThat(follower.bytes.get()).isEqualTo(lines * 151L);
        }
    }

    @Test
    void historyOfTwoHundredThousandLinesIsFast() {
        byte[] line = "x".repeat(150).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200_000; i++) {
            cluster.appendLog("shop", "web", "main", line, NOW.plusNanos(i));
        }
        long start = System.nanoTime();
        assertThat(log("timestamps=true")).hasSize(200_000 * 182);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private void lines(int count) {
        for (int i = 0; i < count; i++) {
            cluster.appendLog("shop", "web", "main", "line " + i, NOW.plusSeconds(i));
        }
    }

    private String entry(String pointer) {
        return PodStatus.entry(cluster.get("Pod", "shop", "web").orElseThrow(), "main")
                .at(pointer)
                .asText();
    }

    private String log(String query) {
        return read("/api/v1/namespaces/shop/pods/web/log?" + query);
    }

    private int status(String query) {
        return response("/api/v1/namespaces/shop/pods/web/log?" + query).statusCode();
    }

    private HttpClientResponse response(String path) {
        return get(path, (response, body) -> CompletableFuture.completedFuture(response));
    }

    private String read(String path) {
        return get(path, (response, body) -> body.thenApply(Buffer::toString));
    }

    private <T> T get(
            String path,
            java.util.function.BiFunction<HttpClientResponse, CompletableFuture<Buffer>, CompletableFuture<T>> step) {
        return http.request(HttpMethod.GET, cluster.url().getPort(), "127.0.0.1", path)
                .compose(request -> sent(
                        request,
                        response -> io.vertx.core.Future.fromCompletionStage(step.apply(
                                response, response.body().toCompletionStage().toCompletableFuture()))))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** The step is attached before anything is sent: a body that has come already would be told to nobody. */
    private static <T> io.vertx.core.Future<T> sent(
            HttpClientRequest request, java.util.function.Function<HttpClientResponse, io.vertx.core.Future<T>> step) {
        io.vertx.core.Future<T> answered = request.response().compose(step);
        return request.end().compose(done -> answered);
    }

    private Follower follow(String query) {
        return http.request(
                        HttpMethod.GET,
                        cluster.url().getPort(),
                        "127.0.0.1",
                        "/api/v1/namespaces/shop/pods/web/log?" + query)
                .compose(request ->
                        sent(request, response -> io.vertx.core.Future.succeededFuture(new Follower(response))))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** A client that reads along. */
    private static final class Follower {
        final HttpClientResponse response;
        final AtomicLong bytes = new AtomicLong();
        final CompletableFuture<Void> end;
        private final Buffer body = Buffer.buffer();

        Follower(HttpClientResponse response) {
            this.response = response;
            response.handler(this::add);
            end = response.end().toCompletionStage().toCompletableFuture();
        }

        private synchronized void add(Buffer part) {
            bytes.addAndGet(part.length());
            if (body.length() < 1000) {
                body.appendBuffer(part);
            }
        }

        synchronized String text() {
            return body.toString();
        }
    }
}
