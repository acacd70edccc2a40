package io.kubelens.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the API server answers. The client opens a lost watch again by itself and for ever, without a word when that is
 * refused: whoever watches learns here that a right was taken away or that the server is gone.
 */
final class ApiAnswers implements Interceptor {
    static final String NAME = "API-ANSWERS";
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    /** Hears of every list and every watch of one path; must not block. */
    interface Listener {
        /** The HTTP status; 101 for a watch that begins. */
        void answered(int code);

        void failed(Throwable failure);
    }

    /** Tells of a raw path, that of the API server before it. */
    void listen(String path, Listener listener) {
        listeners.compute(path, (key, all) -> {
            List<Listener> heard = all == null ? new CopyOnWriteArrayList<>() : all;
            heard.add(listener);
            return heard;
        });
    }

    /** Tells no more. */
    void forget(String path, Listener listener) {
        listeners.computeIfPresent(path, (key, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    @Override
    public void after(
            HttpRequest request, HttpResponse<?> response, AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
        tell(request, listener -> listener.answered(response.code()));
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        tell(request, listener -> listener.failed(failure));
    }

    private void tell(HttpRequest request, Consumer<Listener> what) {
        listeners.getOrDefault(request.uri().getRawPath(), List.of()).forEach(what);
    }
}
