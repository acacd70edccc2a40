package io.kubelens.logs;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.kubelens.kube.PodLogs;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * An API server in memory that has nothing but pod logs. It stands still until the test lets one of its answers take a
 * step: everything happens in the test's thread, in an order and in chunks that the test's seed decides.
 */
final class StillApi implements HttpClient, HttpClient.DerivedClientBuilder {
    private static final List<Integer> CHUNKS = List.of(20, 200, 2000, 1 << 16);
    private final Map<String, StillLog> logs = new HashMap<>();
    private final List<StillAnswer> answers = new ArrayList<>();
    private final List<Integer> follows = new ArrayList<>();
    private final RandomGenerator random;
    private final int largest;
    private Runnable beforeFollow = () -> {};

    StillApi(RandomGenerator random) {
        this.random = random;
        this.largest = RandomCases.oneOf(random, CHUNKS);
    }

    PodLogs podLogs() {
        return new PodLogs(this, URI.create("http://api"));
    }

    StillLog log(String pod) {
        return logs.computeIfAbsent(pod, name -> new StillLog());
    }

    /** Lets one answer that can go on do so; false when none can. */
    boolean step() {
        answers.removeIf(StillAnswer::isOver);
        List<StillAnswer> able = answers.stream().filter(StillAnswer::isAble).toList();
        if (able.isEmpty()) {
            return false;
        }
        RandomCases.oneOf(random, able).step(1 + random.nextInt(largest));
        return true;
    }

    /** Lets everything happen; false when nothing did. */
    boolean settle() {
        boolean some = false;
        while (step()) {
            some = true;
        }
        return some;
    }

    /** Breaks some of what is under way, or ends it as if all had been said. */
    void disturb() {
        for (StillAnswer answer : List.copyOf(answers)) {
            if (random.nextBoolean()) {
                answer.disturb(random.nextBoolean());
            }
        }
    }

    /** What is done once, when a log is to be followed and has not been looked at. */
    void beforeNextFollow(Runnable what) {
        beforeFollow = what;
    }

    /** With how many of the newest lines each follow was to begin; -1 for all. */
    List<Integer> follows() {
        return follows;
    }

    /** Logs that are being followed. */
    int followers() {
        return (int) answers.stream().filter(StillAnswer::isFollowing).count();
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Map<String, String> asked = new HashMap<>();
        for (String pair : request.uri().getQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            asked.put(parts[0], parts[1]);
        }
        boolean follow = Boolean.parseBoolean(asked.get("follow"));
        int tail = Integer.parseInt(asked.getOrDefault("tailLines", "-1"));
        if (follow) {
            follows.add(tail);
            beforeFollow.run();
            beforeFollow = () -> {};
        }
        String since = asked.get("sinceTime");
        StillLog log = log(request.uri().getPath().split("/", -1)[6]);
        StillAnswer answer = new StillAnswer(
                log,
                log.read(
                        tail,
                        since == null
                                ? Long.MIN_VALUE / Timestamps.SECOND
                                : Instant.parse(since).getEpochSecond()),
                follow,
                Integer.parseInt(asked.getOrDefault("limitBytes", String.valueOf(Integer.MAX_VALUE))),
                consumer);
        answers.add(answer);
        return answer.response();
    }

    @Override
    public HttpRequest.Builder newHttpRequestBuilder() {
        return new StandardHttpRequest.Builder();
    }

    @Override
    public HttpClient.DerivedClientBuilder newBuilder() {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public HttpClient.DerivedClientBuilder tag(Object value) {
        return this;
    }

    @Override
    public HttpClient.DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
        return this;
    }

    @Override
    public HttpClient.DerivedClientBuilder authenticatorNone() {
        return this;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        throw new UnsupportedOperationException("logs are read in chunks");
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        throw new UnsupportedOperationException("logs are read in chunks");
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public void close() {}
}
