package io.kubelens.real;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The log of one container on the {@link Kubelet}, and the handles to misbehave with. Thread-safe. */
public final class ContainerLog {
    private final Set<LogReader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private LogFile current = new LogFile();
    private @Nullable LogFile previous;
    private volatile @Nullable String followFailure;

    /** Appends a line; the text has no LF. */
    public void append(Instant at, String line) {
        add(new LogEntry(at, Buffer.buffer(line).appendByte((byte) '\n')));
    }

    /** Appends a line of any bytes but LF. */
    public void append(Instant at, byte[] line) {
        add(new LogEntry(at, Buffer.buffer(line).appendByte((byte) '\n')));
    }

    /** Sends bytes as they are: no timestamp before, no LF after. */
    public void raw(String text) {
        add(new LogEntry(null, Buffer.buffer(text)));
    }

    private void add(LogEntry entry) {
        synchronized (this) {
            current.add(entry);
        }
        readers.forEach(LogReader::wake);
    }

    /** Starts a new file: who asks from now on sees none of the old lines, who follows goes on. */
    public synchronized void rotate() {
        current.rotate();
    }

    /** The container has exited: followers get what is left and a clean end. */
    public void end() {
        synchronized (this) {
            current.finish();
        }
        readers.forEach(LogReader::wake);
    }

    /** The container has exited and runs again with an empty log; the old one is what {@code previous=true} shows. */
    public void restart() {
        end();
        synchronized (this) {
            previous = current;
            current = new LogFile();
        }
    }

    /** Breaks every open connection in the middle of its body. */
    public void cut() {
        readers.forEach(LogReader::abort);
    }

    /**
     * Lets every later follow end, after the lines there are, with this text inside the answer, as a kubelet does that
     * has no inotify watch left ({@code failed to create fsnotify watcher: too many open files}); null heals it.
     */
    public void failFollows(@Nullable String text) {
        followFailure = text;
    }

    @Nullable
    String followFailure() {
        return followFailure;
    }

    /** The requests being answered now. */
    public int open() {
        return readers.size();
    }

    /** The requests answered so far, with those being answered now. */
    public int opened() {
        return opened.get();
    }

    void join(LogReader reader) {
        opened.incrementAndGet();
        readers.add(reader);
    }

    void leave(LogReader reader) {
        readers.remove(reader);
    }

    /** The file a request reads; null when it asks for a previous one and there is none. */
    synchronized @Nullable LogFile file(boolean ofPrevious) {
        return ofPrevious ? previous : current;
    }

    synchronized int start(LogFile file, int tail) {
        return file.start(tail);
    }

    /** Up to 512 entries from an index on. */
    synchronized Part read(LogFile file, int from) {
        return file.read(from, 512);
    }

    /** @param finished that nothing follows these */
    record Part(List<LogEntry> entries, boolean finished) {
        Part {
            entries = List.copyOf(entries);
        }
    }

    /** What one run of a container wrote; guarded by its log. */
    static final class LogFile {
        private final List<LogEntry> entries = new ArrayList<>();
        private int rotatedAway;
        private boolean finished;

        private void add(LogEntry entry) {
            entries.add(entry);
        }

        private void rotate() {
            rotatedAway = entries.size();
        }

        private void finish() {
            finished = true;
        }

        private int start(int tail) {
            return tail < 0 ? rotatedAway : Math.max(rotatedAway, entries.size() - tail);
        }

        private Part read(int from, int most) {
            int to = Math.min(entries.size(), from + most);
            return new Part(entries.subList(from, to), finished && to == entries.size());
        }
    }
}
