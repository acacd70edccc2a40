package io.kubelens.real;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The log of one container on the {@link Kubelet}, and the handles to misbehave with. Thread-safe. */
public final class ContainerLog {
    private final Set<LogReader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private ContainerRun current = new ContainerRun();
    private @Nullable ContainerRun previous;
    private volatile @Nullable String followFailure;
    private volatile int refusal;

    /** Appends a line; the text has no LF. A long one lies in the file in pieces of 16 KiB, as containerd writes it. */
    public void append(Instant at, String line) {
        add(LogEntry.line(at, line));
    }

    /** Appends a line of any bytes but LF. */
    public void append(Instant at, byte[] line) {
        add(LogEntry.line(at, line));
    }

    /** Appends lines of one timestamp at once. */
    public void append(Instant at, List<String> lines) {
        add(lines.stream().flatMap(line -> LogEntry.line(at, line).stream()).toList());
    }

    /** Appends a piece of a line that a later {@link #append} ends; it has a timestamp of its own in the file. */
    public void piece(Instant at, String part) {
        add(List.of(LogEntry.piece(at, part)));
    }

    /** Sends bytes as they are: no timestamp before, no LF after. */
    public void raw(String text) {
        add(List.of(LogEntry.raw(text)));
    }

    private void add(List<LogEntry> entries) {
        synchronized (this) {
            entries.forEach(current::add);
        }
        readers.forEach(LogReader::wake);
    }

    /**
     * Starts a new file: who asks from now on sees none of the old lines, who follows reads the old file to its end and
     * goes on in the one that is the newest then.
     */
    public void rotate() {
        synchronized (this) {
            current.rotate();
        }
        readers.forEach(LogReader::wake);
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
        synchronized (this) {
            current.finish();
            previous = current;
            current = new ContainerRun();
        }
        readers.forEach(LogReader::wake);
    }

    /** Breaks every open connection in the middle of its body. */
    public void cut() {
        cutAfter(0);
    }

    /** Breaks every connection that is open now once it has sent so many more bytes, wherever that is in a line. */
    public void cutAfter(int bytes) {
        readers.forEach(reader -> reader.cutAfter(bytes));
    }

    /**
     * Lets every later follow end, after the lines there are, with this text inside the answer, as a kubelet does that
     * has no inotify watch left ({@code failed to create fsnotify watcher: too many open files}); null heals it. Who
     * waits for lines already has a watch.
     */
    public void failFollows(@Nullable String text) {
        followFailure = text;
    }

    /** Answers every later request with this status, 429 or 503 for one; 0 heals it. */
    public void refuse(int status) {
        refusal = status;
    }

    @Nullable
    String followFailure() {
        return followFailure;
    }

    int refusal() {
        return refusal;
    }

    /** The requests being answered now. */
    public int open() {
        return readers.size();
    }

    /** Those of them that wait for more lines. */
    public long following() {
        return readers.stream().filter(LogReader::follows).count();
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

    /** What a request reads; null when it asks for a previous run and there is none. */
    synchronized @Nullable ContainerRun run(boolean ofPrevious) {
        return ofPrevious ? previous : current;
    }

    synchronized ContainerRun.Place start(ContainerRun run, int tail) {
        return run.newest().start(tail);
    }

    synchronized ContainerRun.Part read(ContainerRun run, ContainerRun.Place from, boolean follow) {
        return run.read(from, follow);
    }
}
