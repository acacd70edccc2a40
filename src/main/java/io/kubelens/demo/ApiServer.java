package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers requests as the API server does, from the store and the log files. Read-only. */
final class ApiServer {
    private static final int REMEMBERED = 10_000;
    private final ClusterStore store;
    private final ContainerLogs logs;
    private final Clock clock;
    private final Deque<String> requests = new ArrayDeque<>();
    private final AtomicInteger secretReads = new AtomicInteger();
    final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    final Map<LogStream, HttpConnection> openLogs = new ConcurrentHashMap<>();
    final Map<Watch, HttpConnection> openWatches = new ConcurrentHashMap<>();

    ApiServer(ClusterStore store, ContainerLogs logs, Clock clock) {
        this.store = store;
        this.logs = logs;
        this.clock = clock;
    }

    void serve(HttpServerRequest request) {
        request.exceptionHandler(e -> {});
        remember(request.method() + " " + request.uri());
        try {
            route(request);
        } catch (KubeError e) {
            json(request.response().setStatusCode(e.code), e.status());
        }
    }

    List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    int secretReads() {
        return secretReads.get();
    }

    private void remember(String line) {
        synchronized (requests) {
            requests.add(line);
            if (requests.size() > REMEMBERED) {
                requests.remove();
            }
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        if (forbidden.stream().anyMatch(path::startsWith)) {
            throw KubeError.forbidden(path);
        }
        ObjectNode discovered = Discovery.answer(path);
        ApiPath asked = discovered == null ? ApiPath.parse(path) : null;
        if (discovered == null && asked == null) {
            throw KubeError.noSuchPath();
        }
        if (!request.method().equals(HttpMethod.GET)) {
            throw KubeError.readOnly();
        }
        if (asked == null) {
            json(request.response(), discovered);
        } else {
            read(request, asked);
        }
    }

    private void read(HttpServerRequest request, ApiPath asked) {
        if (asked.kind().equals(ResourceKind.SECRET)) {
            secretReads.incrementAndGet();
        }
        if (asked.part() != null) {
            log(request, asked);
        } else if (asked.name() != null) {
            json(request.response(), find(asked, asked.name()));
        } else {
            Selector selector = Selector.of(request.getParam("labelSelector"), request.getParam("fieldSelector"));
            if (isTrue(request.getParam("watch"))) {
                watch(request, asked, selector);
            } else {
                list(request.response(), asked, selector);
            }
        }
    }

    private ObjectNode find(ApiPath asked, String name) {
        String namespace = asked.namespace() == null ? "" : asked.namespace();
        return store.get(asked.kind(), namespace, name).orElseThrow(() -> KubeError.notFound(asked.kind(), name));
    }

    private void list(HttpServerResponse response, ApiPath asked, Selector selector) {
        ClusterStore.Snapshot found = store.list(asked.kind(), asked.namespace(), selector);
        ObjectNode list = Json.object()
                .put("kind", asked.kind().kind() + "List")
                .put("apiVersion", asked.kind().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(found.version()));
        ArrayNode items = list.putArray("items");
        items.addAll(found.items());
        json(response, list);
    }

    private void log(HttpServerRequest request, ApiPath asked) {
        if (!asked.kind().equals(ResourceKind.POD) || !"log".equals(asked.part()) || asked.name() == null) {
            throw KubeError.noSuchPath();
        }
        ObjectNode pod = find(asked, asked.name());
        LogRequest options = LogRequest.of(request.params(), clock.instant());
        LogFile file = logs.choose(pod, options);
        if (file == null) {
            request.response().setStatusCode(204).end();
            return;
        }
        LogStream stream = new LogStream(file, options, request.response(), context());
        openLogs.put(stream, request.connection());
        request.response().exceptionHandler(e -> {});
        request.response().closeHandler(gone -> stream.close());
        request.response().endHandler(done -> openLogs.remove(stream));
        stream.start();
    }

    private void watch(HttpServerRequest request, ApiPath asked, Selector selector) {
        long version = version(request.getParam("resourceVersion"));
        String timeout = request.getParam("timeoutSeconds");
        long seconds = timeout == null ? 0 : version(timeout);
        HttpConnection connection = request.connection();
        Context context = context();
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.toWebSocket().onSuccess(socket -> {
                Watch watch = new Watch(store, asked, selector, WatchSink.of(socket), context);
                socket.exceptionHandler(e -> {});
                socket.closeHandler(gone -> closed(watch));
                open(watch, connection, context, version, seconds);
            });
        } else {
            Watch watch = new Watch(store, asked, selector, WatchSink.of(request.response()), context);
            request.response().exceptionHandler(e -> {});
            request.response().endHandler(gone -> closed(watch));
            open(watch, connection, context, version, seconds);
        }
    }

    private void open(Watch watch, HttpConnection connection, Context context, long version, long seconds) {
        openWatches.put(watch, connection);
        if (seconds > 0) {
            context.owner().setTimer(seconds * 1000, now -> watch.end());
        }
        watch.start(version);
    }

    private void closed(Watch watch) {
        watch.close();
        openWatches.remove(watch);
    }

    private static long version(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw KubeError.badRequest("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
    }

    private static boolean isTrue(@Nullable String flag) {
        return flag != null && !flag.equals("false") && !flag.equals("0");
    }

    private static Context context() {
        return Vertx.currentContext();
    }

    private static void json(HttpServerResponse response, @Nullable JsonNode body) {
        response.putHeader("Content-Type", "application/json").end(Json.bytes(body == null ? Json.object() : body));
    }
}
