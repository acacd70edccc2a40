package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.demo.ClusterStore.Change;
import io.vertx.core.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One watch: pulls changes from the store as fast as its client takes them. Lives on one event loop. */
final class Watch {
    private static final int BATCH = 64;
    private final ClusterStore store;
    private final ResourceKind kind;
    private final @Nullable String namespace;
    private final Selector selector;
    private final WatchSink sink;
    private final Wakeup wakeup;
    private final Wakeup bookmark;
    private long position;
    private boolean closed;

    Watch(ClusterStore store, ApiPath path, Selector selector, WatchSink sink, Context context) {
        this.store = store;
        this.kind = path.kind();
        this.namespace = path.namespace();
        this.selector = selector;
        this.sink = sink;
        this.wakeup = new Wakeup(context, this::pump);
        this.bookmark = new Wakeup(context, this::bookmark);
    }

    /** Version 0 stands for "the state now, then what follows". */
    void start(long version) {
        store.listen(wakeup);
        if (version > 0) {
            begin(version);
        } else {
            ClusterStore.Snapshot now = store.list(kind, namespace, selector);
            now.items().forEach(object -> send("ADDED", object));
            position = now.version();
        }
        pump();
    }

    /** Has the client told how far it has come, so that it need not list again after a compaction. Any thread. */
    void requestBookmark() {
        bookmark.run();
    }

    private void bookmark() {
        if (closed || sink.isClosed() || sink.isFull()) {
            return;
        }
        ObjectNode object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(position));
        send("BOOKMARK", object);
    }

    /** The server's own end of a watch, after which clients come again. */
    void end() {
        if (!closed && !sink.isClosed()) {
            close();
            sink.end();
        }
    }

    void close() {
        closed = true;
        store.unlisten(wakeup);
    }

    private void begin(long version) {
        try {
            store.checkStart(version);
            position = version;
        } catch (KubeError gone) {
            refuse(gone);
        }
    }

    private void refuse(KubeError error) {
        send("ERROR", error.status());
        end();
    }

    private void pump() {
        while (!closed && !sink.isClosed()) {
            if (sink.isFull()) {
                sink.onDrain(wakeup);
                return;
            }
            List<Change> next;
            try {
                next = store.after(position, BATCH);
            } catch (KubeError gone) {
                refuse(gone);
                return;
            }
            if (next.isEmpty()) {
                return;
            }
            next.forEach(this::offer);
            position = next.getLast().version();
        }
    }

    private void offer(Change change) {
        if (!change.kind().equals(kind)) {
            return;
        }
        boolean now = !change.type().equals("DELETED") && sees(change.object());
        boolean before = change.before() != null && sees(change.before());
        if (now) {
            send(before ? "MODIFIED" : "ADDED", change.object());
        } else if (before) {
            send("DELETED", change.object());
        }
    }

    private boolean sees(ObjectNode object) {
        return (namespace == null
                        || namespace.equals(object.at("/metadata/namespace").asText()))
                && selector.test(object);
    }

    private void send(String type, JsonNode object) {
        sink.write(Json.bytes(Json.object().put("type", type).set("object", object)));
    }
}
