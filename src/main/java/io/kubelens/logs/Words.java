package io.kubelens.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Looks at eight bytes at a time. What finds bytes marks each with its highest bit; above the first mark, more may be set. */
final class Words {
    static final int BYTES = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Words() {}

    static long at(byte[] a, int index) {
        return (long) LONGS.get(a, index);
    }

    /** Eight times the same byte. */
    static long all(int one) {
        return one * ONES;
    }

    /** The bytes that are zero; bits below the highest mean nothing. */
    static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    /** The bytes that are the same as one. */
    static long same(long word, int one) {
        return high(zeros(word ^ all(one)));
    }

    /** The eight bytes from the second one on, of which the last is the first of those that come next. */
    static long shifted(long word, long next) {
        return word >>> 8 | next << 56;
    }

    /** The bytes below one of at most 0x80. */
    static long below(long word, int one) {
        return high((word - all(one)) & ~word);
    }

    /** The bytes that are not ASCII; exact. */
    static long high(long word) {
        return word & HIGHS;
    }

    /**
     * The bytes that are one of two lower-case ASCII letters, in either case, and those that differ from them only in the
     * bits in which these differ; bits below the highest mean nothing.
     */
    static long either(long word, int one, int other) {
        int differing = (one ^ other) | 0x20;
        return zeros((word & ~all(differing)) ^ all(one & ~differing));
    }

    /** Four bytes, upper-case ASCII letters in lower case. */
    static int lowerFour(byte[] a, int index) {
        return (int) INTS.get(a, index) | (int) all(0x20);
    }

    /** Four lower-case ASCII letters as {@link #lowerFour} has them. */
    static int four(String letters) {
        return lowerFour(letters.getBytes(StandardCharsets.US_ASCII), 0);
    }

    /** Which of its bytes is the first that is marked. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Where a byte is first, or {@code to}. */
    static int find(byte[] a, int from, int to, int one) {
        int at = from;
        for (; at <= to - BYTES; at += BYTES) {
            long marks = same(at(a, at), one);
            if (marks != 0) {
                return at + first(marks);
            }
        }
        while (at < to && a[at] != one) {
            at++;
        }
        return at;
    }
}
