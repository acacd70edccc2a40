package io.kubelens.kube;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kubelens.request.Names;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reads container logs as raw chunks, one at a time and only when asked, so that a reader who stops holds the API server
 * back. Lines come with their times. The certificate of the kubelet is always checked by the API server: {@code
 * insecureSkipTLSVerifyBackend} is never sent.
 */
public final class PodLogs implements LogUpstream {
    private final HttpClient http;
    private final String base;
    private final Duration silence;

    public PodLogs(HttpClient http, URI apiServer) {
        this(http, apiServer, Duration.ofMinutes(5));
    }

    /**
     * @param silence a request that has no answer after this long is given up. The kubelet does not answer at all
     *     before a container's first line, and the client cannot close a request that has no answer.
     */
    PodLogs(HttpClient http, URI apiServer, Duration silence) {
        // The client would repeat failed requests by itself, up to ten times; who reads logs knows better when.
        RequestConfig config = http instanceof Interceptor.RequestTags tags ? tags.getTag(RequestConfig.class) : null;
        RequestConfigBuilder once = config == null ? new RequestConfigBuilder() : new RequestConfigBuilder(config);
        this.http = http.newBuilder()
                .tag(once.withRequestRetryBackoffLimit(0).build())
                .build();
        String text = apiServer.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.silence = silence;
    }

    /**
     * What to read.
     *
     * @param tailLines lines of the runtime's file, at least 0
     * @param sinceSeconds whole seconds since 1970, inclusive: the API server drops any fraction
     * @param previous the instance before the last restart
     * @param limitBytes the answer is cut after so many bytes, at least 1, also in the middle of a line
     */
    public record Request(
            String namespace,
            String pod,
            String container,
            boolean follow,
            OptionalInt tailLines,
            OptionalLong sinceSeconds,
            boolean previous,
            OptionalLong limitBytes) {
        /** Without a limit. */
        public Request(
                String namespace,
                String pod,
                String container,
                boolean follow,
                OptionalInt tailLines,
                OptionalLong sinceSeconds,
                boolean previous) {
            this(namespace, pod, container, follow, tailLines, sinceSeconds, previous, OptionalLong.empty());
        }

        /** The same, of which no more than so many bytes are wanted. */
        public Request within(long bytes) {
            return new Request(
                    namespace, pod, container, follow, tailLines, sinceSeconds, previous, OptionalLong.of(bytes));
        }

        /** The same log from a second since 1970 on, all of it, as far as it is there now. */
        public Request since(long second) {
            return new Request(
                    namespace, pod, container, false, OptionalInt.empty(), OptionalLong.of(second), previous);
        }

        public Request {
            if (!Names.isLabel(namespace) || !Names.isSubdomain(pod) || !Names.isLabel(container)) {
                throw new IllegalArgumentException("namespace, pod or container is not a Kubernetes name");
            }
        }
    }

    /** Hears of one request, from any thread but never two at a time; after {@code ended} or {@code failed}, nothing. */
    public interface Listener {
        /** The log is there; ask for its first chunk. */
        void opened();

        /** The next chunk, on the heap, for the listener to keep. */
        void chunk(ByteBuffer bytes);

        /** The answer is over. The API server says so as well when its own connection to the kubelet broke. */
        void ended();

        void failed(Failure failure);
    }

    /** Why there is no log, or no more of it. */
    public enum Failure {
        /** No such pod. */
        ABSENT,
        /** The container has not started. */
        WAITING,
        /** The pod has no such container, or no such instance of it. */
        UNKNOWN_CONTAINER,
        /** Kubernetes asks to come back later. */
        BUSY,
        /** The service may not read it. */
        REFUSED,
        /** The API server or the kubelet cannot be reached, or has failed. */
        UNAVAILABLE,
        /** The connection broke in the middle. */
        CUT,
        /** No answer came for a long time. */
        SILENT
    }

    /** A request under way. */
    public interface Call {
        /** Asks for one more chunk; once after {@code opened} and once after every chunk. */
        void consume();

        /** Closes the request; nothing more is heard of it. Idempotent. */
        void cancel();
    }

    @Override
    public Call open(Request what, Listener listener) {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(uri(what))
                .timeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        PodLogCall call = new PodLogCall(listener);
        call.answer(http.consumeBytes(request, call::chunks));
        return call;
    }

    private String uri(Request what) {
        StringBuilder uri = new StringBuilder(base)
                .append("/api/v1/namespaces/")
                .append(what.namespace())
                .append("/pods/")
                .append(what.pod())
                .append("/log?timestamps=true&container=")
                .append(what.container())
                .append("&follow=")
                .append(what.follow());
        what.tailLines().ifPresent(lines -> uri.append("&tailLines=").append(lines));
        what.sinceSeconds().ifPresent(seconds -> uri.append("&sinceTime=").append(Instant.ofEpochSecond(seconds)));
        what.limitBytes().ifPresent(bytes -> uri.append("&limitBytes=").append(bytes));
        if (what.previous()) {
            uri.append("&previous=true");
        }
        return uri.toString();
    }
}
