package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects, and what happened to them. One version counts every change; the changes since the last compaction are
 * kept, so a watch can begin at any of them. An object that is in here is never changed, only replaced.
 */
final class ClusterStore {
    private static final long FIRST_VERSION = 1000;
    private static final int HISTORY = 4_000;
    private static final ResourceKind NOTHING = new ResourceKind("", "", "", "", false);
    private final Map<ResourceKind, Map<String, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private long version = FIRST_VERSION;
    private long floor;

    /** {@code before} is null for an object that is new; {@code type} as in a watch event. */
    record Change(long version, String type, ResourceKind kind, ObjectNode object, @Nullable ObjectNode before) {}

    record Snapshot(long version, List<ObjectNode> items) {}

    synchronized Snapshot list(ResourceKind kind, @Nullable String namespace, Predicate<? super ObjectNode> selector) {
        List<ObjectNode> items = of(kind).values().stream()
                .filter(object -> namespace == null || namespace.equals(namespace(object)))
                .filter(selector)
                .toList();
        return new Snapshot(version, items);
    }

    synchronized Optional<ObjectNode> get(ResourceKind kind, String namespace, String name) {
        return Optional.ofNullable(of(kind).get(namespace + "/" + name));
    }

    /** Replaces the object, or adds it; the store owns it from now on. */
    synchronized void put(ResourceKind kind, ObjectNode object) {
        ObjectNode before = of(kind).put(key(object), object);
        record(before == null ? "ADDED" : "MODIFIED", kind, object, before);
    }

    synchronized Optional<ObjectNode> delete(ResourceKind kind, String namespace, String name) {
        ObjectNode before = of(kind).remove(namespace + "/" + name);
        if (before != null) {
            record("DELETED", kind, before.deepCopy(), before);
        }
        return Optional.ofNullable(before);
    }

    /** The next changes after {@code position}, oldest first, at most {@code limit}; 410 when they are compacted. */
    synchronized List<Change> after(long position, int limit) {
        long oldest = version - changes.size();
        if (position < oldest || position > version) {
            throw KubeError.gone(position, oldest);
        }
        int from = (int) (position - oldest);
        return List.copyOf(changes.subList(from, Math.min(changes.size(), from + limit)));
    }

    synchronized long version() {
        return version;
    }

    /** From now on no watch begins at an earlier version; one that runs goes on, as it does after etcd's compaction. */
    synchronized void compact() {
        record("", NOTHING, Json.object(), null);
        floor = version;
    }

    /** Refuses a version that is compacted. */
    synchronized void checkStart(long position) {
        if (position < floor) {
            throw KubeError.gone(position, floor);
        }
    }

    /** {@code listener} is called after every change, quickly and from any thread, until it is removed. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    private void record(String type, ResourceKind kind, ObjectNode object, @Nullable ObjectNode before) {
        version++;
        object.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
        changes.add(new Change(version, type, kind, object, before));
        if (changes.size() > HISTORY) {
            changes.subList(0, HISTORY / 2).clear();
        }
        listeners.forEach(Runnable::run);
    }

    private Map<String, ObjectNode> of(ResourceKind kind) {
        return objects.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    private static String key(ObjectNode object) {
        return namespace(object) + "/" + object.at("/metadata/name").asText();
    }

    private static String namespace(ObjectNode object) {
        return object.at("/metadata/namespace").asText();
    }
}
