package io.kubelens.real;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A container's log as a load: numbered lines of one length, in one piece of memory, so that the {@link Kubelet} costs
 * next to nothing. Each line has {@link #MARK} and nine digits at its start, and the mark nowhere else. One thread
 * writes; any number read.
 */
public final class BulkLog {
    /** Begins each line; it is nowhere in what the gateway puts around a line, so whoever counts it counts lines. */
    public static final byte MARK = '^';

    private static final int DIGITS = 9;
    private static final int PIECE = 128 * 1024;
    private static final String FILLER = " INFO the quick brown fox jumps over the lazy dog, packs my box and counts";

    private final Stamp stamp = new Stamp();
    private final byte[] line;
    private final byte[] bytes;
    private final Set<BulkReader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private int written;
    private volatile int published;
    private volatile boolean ended;

    /**
     * An empty one.
     *
     * @param length of a line without timestamp and LF, 10 or more
     * @param capacity in lines
     */
    public BulkLog(int length, int capacity) {
        line = (" ".repeat(Stamp.LENGTH)
                        + (char) MARK
                        + "0".repeat(DIGITS)
                        + FILLER.repeat(length / FILLER.length() + 1))
                .substring(0, Stamp.LENGTH + length + 1)
                .getBytes(StandardCharsets.US_ASCII);
        line[line.length - 1] = '\n';
        bytes = new byte[Math.multiplyExact(capacity, line.length)];
    }

    /** A log of so many lines, numbered from 0, one every millisecond until now. */
    public static BulkLog full(int length, int lines) {
        BulkLog log = new BulkLog(length, lines);
        long first = Stamp.nanos(Instant.now()) - lines * 1_000_000L;
        for (int i = 0; i < lines; i++) {
            log.add(first + i * 1_000_000L, i);
        }
        log.publish();
        return log;
    }

    /**
     * Adds a line, to be seen from the next {@link #publish} on.
     *
     * @param at in nanoseconds since 1970, not before that of the line before
     */
    public void add(long at, int number) {
        stamp.put(at, line);
        int rest = number;
        for (int i = Stamp.LENGTH + DIGITS; i > Stamp.LENGTH; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(line, 0, bytes, written * line.length, line.length);
        written++;
    }

    /** Shows what was added to all that read. */
    public void publish() {
        published = written;
        readers.forEach(BulkReader::wake);
    }

    /** The pod is gone: who reads gets what is left and a clean end. */
    void end() {
        ended = true;
        readers.forEach(BulkReader::wake);
    }

    boolean isEnded() {
        return ended;
    }

    /** The time of the first line. */
    public Instant first() {
        return Instant.parse(new String(bytes, 0, Stamp.LENGTH - 1, StandardCharsets.US_ASCII));
    }

    /** The requests being answered now. */
    public int open() {
        return readers.size();
    }

    /** The requests answered so far, with those being answered now. */
    public int opened() {
        return opened.get();
    }

    void join(BulkReader reader) {
        opened.incrementAndGet();
        readers.add(reader);
    }

    void leave(BulkReader reader) {
        readers.remove(reader);
    }

    /** The line that a request begins with. */
    int start(LogQuery query) {
        int lines = published;
        int byTail = query.tail() < 0 ? 0 : Math.max(0, lines - query.tail());
        return Math.max(byTail, query.since().equals(Instant.MIN) ? 0 : atOrAfter(query.since(), lines));
    }

    private int atOrAfter(Instant since, int lines) {
        byte[] wanted = new byte[Stamp.LENGTH];
        new Stamp().put(Stamp.nanos(since), wanted);
        int low = 0;
        int high = lines;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Stamp.isBefore(bytes, middle * line.length, wanted)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many lines a piece from this line on holds, up to 128 KiB of them. */
    int piece(int from) {
        return Math.min(published - from, Math.max(1, PIECE / line.length));
    }

    Buffer read(int from, int count, boolean timestamps) {
        int skip = timestamps ? 0 : Stamp.LENGTH;
        Buffer buffer = Buffer.buffer(count * (line.length - skip));
        if (timestamps) {
            return buffer.appendBytes(bytes, from * line.length, count * line.length);
        }
        for (int i = from; i < from + count; i++) {
            buffer.appendBytes(bytes, i * line.length + skip, line.length - skip);
        }
        return buffer;
    }
}
