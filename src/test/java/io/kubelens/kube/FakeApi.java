package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little of an API server that informers need, down until started: lists and watches by WebSocket. */
final class FakeApi implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/apis?/.*?namespaces/([^/]+)/([^/]+)");
    private final Map<String, JsonObject> objects = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Watch, ServerWebSocket> watches = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Promise<Void>> holds = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> headers = new CopyOnWriteArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile boolean up;
    private long version = 1;
    private long oldest = 1;

    private record Watch(String collection, int number) {}

    private record Change(String collection, long version, String event) {}

    FakeApi(Vertx vertx) {
        server = await(vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .connectionHandler(this::accept)
                .requestHandler(this::answer)
                .listen(0));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    void start() {
        up = true;
    }

    /** Cuts every connection, and new ones at once; the port stays taken, so that nobody else gets it. */
    void stop() {
        up = false;
        watches.clear();
        connections.forEach(HttpConnection::close);
    }

    private void accept(HttpConnection connection) {
        if (!up) {
            connection.close();
            return;
        }
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    /** Cuts all watches. */
    void cut() {
        watches.values().forEach(ServerWebSocket::close);
    }

    /** Answers this for a collection ({@code pods}) from now on; 0 for no longer. */
    void refuse(String plural, int code) {
        refusals.put(plural, code);
    }

    /** Begins every list of a collection ({@code pods}) from now on, and ends it when told to. */
    Promise<Void> hold(String plural) {
        return holds.computeIfAbsent(plural, key -> Promise.promise());
    }

    synchronized void put(String plural, HasMetadata object) {
        String key = plural + "/" + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
        JsonObject json = new JsonObject(Serialization.asJson(object));
        json.getJsonObject("metadata").put("resourceVersion", Long.toString(++version));
        tell(objects.put(key, json) == null ? "ADDED" : "MODIFIED", key, json);
    }

    synchronized void delete(String plural, String namespace, String name) {
        String key = plural + "/" + namespace + "/" + name;
        JsonObject json = objects.remove(key);
        json.getJsonObject("metadata").put("resourceVersion", Long.toString(++version));
        tell("DELETED", key, json);
    }

    /** Changes an object while nobody is told, forgets the history, and cuts the watches with 410. */
    synchronized void compact(String plural, HasMetadata changed) {
        List<ServerWebSocket> told = List.copyOf(watches.values());
        watches.clear();
        put(plural, changed);
        changes.clear();
        oldest = ++version;
        told.forEach(watch -> watch.writeTextMessage(gone()));
    }

    private void tell(String type, String key, JsonObject object) {
        String collection = key.substring(0, key.lastIndexOf('/'));
        String event = new JsonObject().put("type", type).put("object", object).encode();
        changes.add(new Change(collection, version, event));
        watches.forEach((watch, socket) -> {
            if (watch.collection.equals(collection)) {
                socket.writeTextMessage(event);
            }
        });
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.method() + " " + request.path());
        headers.add(
                request.headers().get("User-Agent") + " " + request.headers().get("Authorization"));
        Matcher path = PATH.matcher(request.path());
        int refusal = path.matches() ? refusals.getOrDefault(path.group(2), 0) : 404;
        if (refusal != 0) {
            request.response().setStatusCode(refusal).end(status(refusal).encode());
        } else if ("true".equals(request.getParam("watch"))) {
            long from = Long.parseLong(request.getParam("resourceVersion"));
            request.toWebSocket().onSuccess(socket -> watch(socket, path.group(2) + "/" + path.group(1), from));
        } else {
            list(request.response(), path.group(2), path.group(1));
        }
    }

    private void list(HttpServerResponse response, String plural, String namespace) {
        response.putHeader("Content-Type", "application/json");
        Promise<Void> hold = holds.get(plural);
        if (hold == null) {
            response.end(list(plural + "/" + namespace));
        } else {
            response.setChunked(true).write(" ");
            hold.future().onSuccess(over -> response.end(list(plural + "/" + namespace)));
        }
    }

    private synchronized void watch(ServerWebSocket socket, String collection, long from) {
        if (from < oldest) {
            socket.writeTextMessage(gone());
            return;
        }
        changes.stream()
                .filter(change -> change.collection.equals(collection) && change.version > from)
                .forEach(change -> socket.writeTextMessage(change.event));
        Watch watch = new Watch(collection, requests.size());
        watches.put(watch, socket);
        socket.closeHandler(closed -> watches.remove(watch));
    }

    private synchronized String list(String collection) {
        JsonArray items = new JsonArray();
        objects.forEach((key, object) -> {
            if (key.startsWith(collection + "/")) {
                items.add(object);
            }
        });
        return new JsonObject()
                .put("kind", "List")
                .put("apiVersion", "v1")
                .put("metadata", new JsonObject().put("resourceVersion", Long.toString(version)))
                .put("items", items)
                .encode();
    }

    private static String gone() {
        return new JsonObject()
                .put("type", "ERROR")
                .put("object", status(410).put("reason", "Expired"))
                .encode();
    }

    private static JsonObject status(int code) {
        return new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("metadata", new JsonObject())
                .put("status", "Failure")
                .put("message", "refused")
                .put("code", code);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(server.close());
    }
}
