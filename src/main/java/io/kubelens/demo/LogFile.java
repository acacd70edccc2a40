package io.kubelens.demo;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The log of one run of a container: lines as bytes, each with its time in nanoseconds of the epoch. */
final class LogFile {
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private byte[][] lines = new byte[64][];
    private long[] nanos = new long[64];
    private int size;
    private int base;
    private boolean ended;

    void append(byte[] line, long time) {
        synchronized (this) {
            int at = size - base;
            if (at == lines.length) {
                lines = Arrays.copyOf(lines, 2 * at);
                nanos = Arrays.copyOf(nanos, 2 * at);
            }
            lines[at] = line;
            nanos[at] = time;
            size++;
        }
        listeners.forEach(Runnable::run);
    }

    /** The container is done: who follows gets the rest and a clean end. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        listeners.forEach(Runnable::run);
    }

    /** Forgets all but the newest lines, as when a file is rotated away; who has not read the others never will. */
    synchronized void trim(int keep) {
        int drop = size - base - keep;
        if (drop > 0) {
            lines = Arrays.copyOfRange(lines, drop, drop + Math.max(64, keep));
            nanos = Arrays.copyOfRange(nanos, drop, drop + Math.max(64, keep));
            base += drop;
        }
    }

    /** Where reading begins for the last {@code tail} lines; negative for all. */
    synchronized int start(long tail) {
        return tail < 0 || tail > size - base ? base : size - (int) tail;
    }

    /** The number of lines ever: where a reader without {@code follow} stops. */
    synchronized int size() {
        return size;
    }

    synchronized boolean isOver(int position) {
        return ended && position >= size;
    }

    /**
     * Copies lines into {@code out} until it holds {@code bytes} or {@code end} is reached.
     *
     * @return the position after the last line that was looked at
     */
    synchronized int read(int position, int end, LogRequest request, TimeStamp stamp, Buffer out, int bytes) {
        int next = Math.max(position, base);
        int stop = Math.min(end, size);
        for (; next < stop && out.length() < bytes; next++) {
            if (nanos[next - base] >= request.sinceNanos()) {
                if (request.timestamps()) {
                    stamp.write(nanos[next - base], out);
                }
                out.appendBytes(lines[next - base]).appendByte((byte) '\n');
            }
        }
        return next;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }
}
