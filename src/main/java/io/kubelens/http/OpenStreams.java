package io.kubelens.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every stream that is being written now, so that a stop can abort them and metrics can count them. */
public final class OpenStreams {
    private final Set<StreamWriter> writers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** How many clients are being streamed to. */
    public int count() {
        return writers.size();
    }

    void add(StreamWriter writer) {
        writers.add(writer);
        if (stopping) {
            writer.abort();
        }
    }

    void remove(StreamWriter writer) {
        writers.remove(writer);
    }

    /** Aborts every stream, and those that still come: clients reconnect, to another replica if there is one. */
    void abortAll() {
        stopping = true;
        writers.forEach(StreamWriter::abort);
    }
}
