package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import java.nio.ByteBuffer;

/** Counts lines and holds that each one's number follows that of the one before, and that none is marked late. */
final class InOrder implements Counting {
    private static final int DIGITS = 9;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e', '}'};

    private final ChunkedBody body = new ChunkedBody(this::take);
    private int next;
    private int digits = DIGITS;
    private int number;
    private boolean inLine;
    private int count;

    /** @param first the number of the first line */
    InOrder(int first) {
        next = first;
    }

    @Override
    public int lines(ByteBuffer bytes, int length) {
        count = 0;
        body.take(bytes, length);
        return count;
    }

    private void take(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (digits < DIGITS) {
                number = number * 10 + bytes.get(at++) - '0';
                if (++digits == DIGITS) {
                    numbered();
                }
            } else if (inLine) {
                at = find(bytes, at, to, (byte) '\n');
                if (at < to) {
                    ended(bytes, from, at);
                }
            } else {
                at = find(bytes, at, to, BulkLog.MARK) + 1;
                if (at <= to) {
                    digits = 0;
                    number = 0;
                }
            }
        }
    }

    private void numbered() {
        if (number != next) {
            throw new IllegalStateException("line " + number + " came where " + next + " was due");
        }
        next++;
        count++;
        inLine = true;
    }

    /** The only flag of a short line's event is "late", and flags are last. */
    private void ended(ByteBuffer bytes, int from, int end) {
        inLine = false;
        int start = end - TRUE.length;
        boolean flagged = start >= from;
        for (int i = 0; flagged && i < TRUE.length; i++) {
            flagged = bytes.get(start + i) == TRUE[i];
        }
        if (flagged) {
            throw new IllegalStateException("line " + number + " is marked late");
        }
    }

    private static int find(ByteBuffer bytes, int from, int to, byte wanted) {
        int at = from;
        while (at < to && bytes.get(at) != wanted) {
            at++;
        }
        return at;
    }
}
