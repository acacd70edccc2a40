package io.kubelens.logs;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An answer of {@link StillApi}: it sends a chunk when it has been asked for one and the test lets it. */
final class StillAnswer implements HttpResponse<AsyncBody>, AsyncBody {
    private final CompletableFuture<HttpResponse<AsyncBody>> response = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final StillLog log;
    private final StillLog.Reading reading;
    private final boolean follow;
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private int limit;
    private boolean opened;
    private boolean asked;
    private boolean over;

    StillAnswer(
            StillLog log,
            StillLog.Reading reading,
            boolean follow,
            int limit,
            AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        this.log = log;
        this.reading = reading;
        this.follow = follow;
        this.limit = limit;
        this.consumer = consumer;
    }

    CompletableFuture<HttpResponse<AsyncBody>> response() {
        return response;
    }

    boolean isOver() {
        return over || response.isCancelled();
    }

    boolean isFollowing() {
        return follow && opened && !isOver();
    }

    boolean isAble() {
        if (isOver() || !opened) {
            return !isOver();
        }
        if (!unsent.hasRemaining() && limit > 0) {
            byte[] more = reading.take();
            unsent = ByteBuffer.wrap(more, 0, Math.min(limit, more.length));
            limit -= unsent.remaining();
        }
        return asked && (unsent.hasRemaining() || isComplete());
    }

    private boolean isComplete() {
        return limit == 0 || !follow || log.isStopped();
    }

    /** Opens, sends at most so many bytes, or ends. */
    void step(int most) {
        if (!opened) {
            opened = true;
            response.complete(this);
        } else if (unsent.hasRemaining()) {
            byte[] chunk = new byte[Math.min(most, unsent.remaining())];
            unsent.get(chunk);
            asked = false;
            send(ByteBuffer.wrap(chunk));
        } else {
            over = true;
            done.complete(null);
        }
    }

    private void send(ByteBuffer chunk) {
        try {
            consumer.consume(List.of(chunk), this);
        } catch (Exception e) {
            throw new AssertionError("a reader must not throw", e);
        }
    }

    /** Breaks what is under way, or ends it as if all had been said. */
    void disturb(boolean breaks) {
        if (isFollowing()) {
            over = true;
            if (breaks) {
                done.completeExceptionally(new IOException("reset"));
            } else {
                done.complete(null);
            }
        }
    }

    @Override
    public void consume() {
        asked = true;
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        over = true;
    }

    @Override
    public int code() {
        return 200;
    }

    @Override
    public AsyncBody body() {
        return this;
    }

    @Override
    public HttpRequest request() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public List<String> headers(String key) {
        return List.of();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }
}
