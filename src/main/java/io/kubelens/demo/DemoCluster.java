package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An embedded API server on 127.0.0.1: lists, gets, watches and pod logs of what was put into it, read-only from
 * outside. Starting, stopping and coming back block, so never on an event loop; all else is safe from any thread.
 */
public final class DemoCluster implements AutoCloseable {
    private static final long BOOKMARK_MS = 30_000;
    private final ClusterStore store = new ClusterStore();
    private final ContainerLogs logs = new ContainerLogs();
    private final Vertx vertx;
    private final Clock clock;
    private final ApiServer api;
    private final LoopbackServer server;
    private final long bookmarks;

    private DemoCluster(Vertx vertx, int port, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.api = new ApiServer(store, logs, clock);
        this.server = LoopbackServer.start(vertx, port, api::serve);
        this.bookmarks =
                vertx.setPeriodic(BOOKMARK_MS, now -> api.openWatches.keySet().forEach(Watch::requestBookmark));
    }

    /** Starts an empty cluster on {@code port}, 0 for any. */
    public static DemoCluster start(Vertx vertx, int port) {
        return start(vertx, port, Clock.systemUTC());
    }

    public static DemoCluster start(Vertx vertx, int port, Clock clock) {
        return new DemoCluster(vertx, port, clock);
    }

    /** What a client's master URL is set to. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /**
     * Adds or replaces an object: a map, a Jackson tree, or a model object. Needs {@code kind} and a name; uid and
     * creation time stay, or are given; a pod without status runs at once, a container that its status calls
     * terminated ends its log.
     */
    public void put(Object object) {
        ObjectNode tree = Json.tree(object);
        ResourceKind kind = ResourceKind.named(tree.path("kind").asText());
        ObjectNode metadata = tree.withObjectProperty("metadata");
        String namespace = metadata.path("namespace").asText();
        String name = metadata.path("name").asText();
        if (name.isEmpty() || (kind.namespaced() && namespace.isEmpty())) {
            throw new IllegalArgumentException("a " + kind.kind() + " needs a name and, if namespaced, a namespace");
        }
        tree.put("apiVersion", kind.apiVersion());
        synchronized (store) {
            identify(kind, metadata, store.get(kind, namespace, name));
            if (kind.equals(ResourceKind.POD)) {
                settle(tree, namespace, name);
            }
            store.put(kind, tree);
            if (kind.equals(ResourceKind.EVENT)) {
                store.put(ResourceKind.NEW_EVENT, NewEvent.of(tree));
            }
        }
    }

    /** Puts every document of a YAML resource of the class path, for example {@code /demo/shop.yaml}. */
    public void load(String resource) {
        Json.documents(resource).forEach(this::put);
    }

    public Optional<ObjectNode> get(String kind, String namespace, String name) {
        return store.get(ResourceKind.named(kind), namespace, name).map(ObjectNode::deepCopy);
    }

    /** Copies of all objects of a kind in a namespace, by name. */
    public List<ObjectNode> list(String kind, String namespace) {
        return store.list(ResourceKind.named(kind), namespace, Selector.EVERYTHING).items().stream()
                .map(ObjectNode::deepCopy)
                .toList();
    }

    /** Removes an object, if it is there; a pod's logs end cleanly and are gone. */
    public void delete(String kind, String namespace, String name) {
        ResourceKind known = ResourceKind.named(kind);
        store.delete(known, namespace, name);
        if (known.equals(ResourceKind.EVENT)) {
            store.delete(ResourceKind.NEW_EVENT, namespace, name);
        }
        if (known.equals(ResourceKind.POD)) {
            logs.removePod(namespace, name);
        }
    }

    /** Changes an object that is there, and tells the watches. */
    public void edit(String kind, String namespace, String name, Consumer<ObjectNode> change) {
        synchronized (store) {
            ObjectNode object = get(kind, namespace, name)
                    .orElseThrow(() -> new IllegalArgumentException("no " + kind + " " + namespace + "/" + name));
            change.accept(object);
            put(object);
        }
    }

    /** Adds a line, without its line feed, to the running log of a container. */
    public void appendLog(String namespace, String pod, String container, byte[] line, Instant time) {
        logs.current(namespace, pod, container).append(line, TimeStamp.nanos(time));
    }

    public void appendLog(String namespace, String pod, String container, String line, Instant time) {
        appendLog(namespace, pod, container, line.getBytes(StandardCharsets.UTF_8), time);
    }

    /** Forgets what a container's log holds so far, as a rotation does to who has not read it. */
    public void rotateLog(String namespace, String pod, String container) {
        logs.current(namespace, pod, container).trim(0);
    }

    /** Forgets all but the newest {@code keep} lines of every running log. */
    public void trimLogs(int keep) {
        logs.trim(keep);
    }

    /** The container ends with {@code exitCode} (unless it crashed before) and runs again with an empty log. */
    public void restart(String namespace, String pod, String container, int exitCode) {
        logs.restart(namespace, pod, container);
        edit("Pod", namespace, pod, tree -> PodStatus.restart(tree, container, exitCode, clock.instant()));
    }

    /** The container ends and waits in CrashLoopBackOff until {@link #restart}; its log is the previous one now. */
    public void crash(String namespace, String pod, String container, int exitCode) {
        edit("Pod", namespace, pod, tree -> PodStatus.crash(tree, container, exitCode, clock.instant()));
        logs.current(namespace, pod, container).end();
    }

    /** The container ends for good: who follows its log gets the rest and a clean end. */
    public void terminate(String namespace, String pod, String container, int exitCode) {
        edit("Pod", namespace, pod, tree -> PodStatus.terminate(tree, container, exitCode, clock.instant()));
    }

    /** The last 10,000 requests, oldest first, as {@code GET /path?query}. */
    public List<String> requests() {
        return api.requests();
    }

    /** How often anything of kind Secret was asked for. */
    public int secretReads() {
        return api.secretReads();
    }

    public int openLogs() {
        return api.openLogs.size();
    }

    public int openWatches() {
        return api.openWatches.size();
    }

    /** Answers 403 to every path that begins with {@code prefix}, until {@link #allow}. */
    public void forbid(String prefix) {
        api.forbidden.add(prefix);
    }

    public void allow(String prefix) {
        api.forbidden.remove(prefix);
    }

    /** Aborts the connection of every log request that is being answered: no final chunk. */
    public void cutLogs() {
        api.openLogs.values().forEach(HttpConnection::close);
    }

    /** Aborts the connection of every watch. */
    public void cutWatches() {
        api.openWatches.values().forEach(HttpConnection::close);
    }

    /** Forgets past changes: a watch that begins before now gets 410. */
    public void compact() {
        store.compact();
    }

    /** Refuses connections, and cuts those that are open, until {@link #up()}. */
    public void down() {
        server.down();
    }

    public void up() {
        server.up();
    }

    @Override
    public void close() {
        vertx.cancelTimer(bookmarks);
        server.close();
    }

    private void identify(ResourceKind kind, ObjectNode metadata, Optional<ObjectNode> before) {
        String seed = kind.kind() + "/" + metadata.path("namespace").asText() + "/"
                + metadata.path("name").asText() + "/" + store.version();
        String uid = before.map(object -> object.at("/metadata/uid").asText())
                .orElseGet(() -> UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                        .toString());
        String created = before.map(
                        object -> object.at("/metadata/creationTimestamp").asText())
                .orElseGet(() -> PodStatus.time(clock.instant()));
        if (!metadata.has("uid")) {
            metadata.put("uid", uid);
        }
        if (!metadata.has("creationTimestamp")) {
            metadata.put("creationTimestamp", created);
        }
    }

    private void settle(ObjectNode pod, String namespace, String name) {
        if (!pod.has("status")) {
            PodStatus.run(pod, clock.instant());
        }
        for (JsonNode status : pod.at("/status/containerStatuses")) {
            if (status.at("/state/terminated").isObject()) {
                logs.current(namespace, name, status.path("name").asText()).end();
            }
        }
        for (JsonNode status : pod.at("/status/initContainerStatuses")) {
            if (status.at("/state/terminated").isObject()) {
                logs.current(namespace, name, status.path("name").asText()).end();
            }
        }
    }
}
