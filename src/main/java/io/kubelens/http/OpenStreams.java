package io.kubelens.http;

import io.kubelens.access.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every stream that is being written now, so that a stop can abort them and metrics can count them. */
public final class OpenStreams {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);

    private final Set<StreamWriter> writers = ConcurrentHashMap.newKeySet();
    private final Predicate<Principal> mayStay;
    private final LongAdder bytes = new LongAdder();
    private volatile boolean stopping;

    /** Whose callers may always stay. */
    public OpenStreams() {
        this(caller -> true);
    }

    /** {@code mayStay} judges the caller of every stream when it begins, and again by {@link #reconsider}; a throw is a no. */
    public OpenStreams(Predicate<Principal> mayStay) {
        this.mayStay = mayStay;
    }

    /** How many clients are being streamed to. */
    public int count() {
        return writers.size();
    }

    /** Bytes that were handed to connections ever. */
    public long bytes() {
        return bytes.sum();
    }

    void wrote(int more) {
        bytes.add(more);
    }

    void add(StreamWriter writer) {
        writers.add(writer);
        judge(writer);
        if (stopping) {
            writer.abort();
        }
    }

    /** Ends the streams of callers who may no longer stay. */
    public void reconsider() {
        writers.forEach(this::judge);
    }

    private void judge(StreamWriter writer) {
        Principal caller = writer.caller();
        if (caller != null && !admits(caller)) {
            withdraw(writer);
        }
    }

    private boolean admits(Principal caller) {
        try {
            return mayStay.test(caller);
        } catch (RuntimeException e) {
            LOG.error("A caller cannot be judged, and the stream is ended", e);
            return false;
        }
    }

    /** The others are judged whatever becomes of this one. */
    private static void withdraw(StreamWriter writer) {
        try {
            writer.withdraw();
        } catch (RuntimeException e) {
            LOG.error("A stream that may no longer be seen does not end by itself, and is cut", e);
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
