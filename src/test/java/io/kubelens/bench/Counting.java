package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import java.nio.ByteBuffer;

/** How a {@link Crowd} finds the lines in what one viewer has read. */
interface Counting {
    /** Each byte of the pattern is the mark. */
    long MARKS = 0x0101010101010101L * BulkLog.MARK;

    long LOW = 0x7F7F7F7F7F7F7F7FL;

    /** The number of lines that begin in the first bytes of a buffer, which continue those of the call before. */
    int lines(ByteBuffer bytes, int length);

    /** Counts marks, eight bytes at a time: some gigabytes per second, so that the reader is not what is measured. */
    static int marks(ByteBuffer bytes, int length) {
        int count = 0;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            count += Long.bitCount(hits(bytes.getLong(i)));
        }
        for (; i < length; i++) {
            if (bytes.get(i) == BulkLog.MARK) {
                count++;
            }
        }
        return count;
    }

    /** The highest bit of each byte that is a mark. */
    static long hits(long word) {
        long different = word ^ MARKS;
        return ~((different & LOW) + LOW | different | LOW);
    }
}
