package io.kubelens.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts chunks into lines at {@code \n} and at nothing else. The line lies in the chunk itself when the chunk holds all
 * of it, else in a buffer that keeps the first {@code limit} bytes; what is beyond is counted, not kept.
 */
final class LineSplitter {
    private static final byte[] NOTHING = {};
    private final int limit;
    private byte[] kept = NOTHING;
    private int size;
    private boolean begun;
    private long beyond;
    private Utf8 tail = new Utf8();

    private byte[] array = NOTHING;
    private int from;
    private int to;
    private long more;

    /** {@code limit} bytes of a line are kept, at least 1. */
    LineSplitter(int limit) {
        this.limit = limit;
    }

    /** Takes from the chunk up to the end of a line; false when the chunk ends first. */
    boolean next(ByteBuffer chunk) {
        byte[] bytes = chunk.array();
        int start = chunk.arrayOffset() + chunk.position();
        int end = chunk.arrayOffset() + chunk.limit();
        int at = Words.find(bytes, start, end, '\n');
        boolean whole = at < end;
        chunk.position(at - chunk.arrayOffset() + (whole ? 1 : 0));
        if (whole && !begun && at - start <= limit) {
            show(bytes, start, at, 0);
            return true;
        }
        keep(bytes, start, at);
        if (whole) {
            showKept();
        }
        return whole;
    }

    /** Whether a last line without its newline is there; it is then the current one. */
    boolean finish() {
        if (!begun) {
            return false;
        }
        showKept();
        return true;
    }

    /** Forgets a line that has begun. */
    void reset() {
        begun = false;
        size = 0;
        beyond = 0;
        tail = new Utf8();
        kept = NOTHING;
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** The time that the current line begins with, or {@link Timestamps#NONE}. */
    long time() {
        int end = from;
        while (end < to && array[end] != ' ') {
            end++;
        }
        return Timestamps.parse(array, from, end);
    }

    /** How many code points of the current line begin beyond what was kept. */
    long beyond() {
        return more;
    }

    /** Bytes held for a line that is not complete. */
    int held() {
        return kept.length;
    }

    private void keep(byte[] bytes, int start, int end) {
        begun |= end > start;
        int room = Math.min(limit - size, end - start);
        if (room > 0) {
            if (size + room > kept.length) {
                kept = Arrays.copyOf(kept, Math.min(limit, Math.max(size + room, 2 * kept.length)));
            }
            System.arraycopy(bytes, start, kept, size, room);
            size += room;
            if (size == limit) {
                // A sequence cut by the limit has begun in what is kept: its rest must not count again.
                tail.count(kept, Math.max(0, limit - 4), limit);
            }
        }
        if (end - start > room) {
            beyond += tail.count(bytes, start + room, end);
        }
    }

    private void showKept() {
        byte[] line = kept;
        int length = size;
        long rest = beyond;
        reset();
        show(line, 0, length, rest);
    }

    private void show(byte[] bytes, int start, int end, long rest) {
        array = bytes;
        from = start;
        to = end;
        more = rest;
    }
}
