package io.kubelens.real;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes the timestamp that a kubelet puts before a line, some ten times faster than a formatter. */
final class Stamp {
    /** With the space behind it. */
    static final int LENGTH = 31;

    private static final int SECONDS = "2026-01-02T03:04:05".length();
    private static final long SECOND = 1_000_000_000L;

    private final byte[] text = "0000-00-00T00:00:00.000000000Z ".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;

    static long nanos(Instant at) {
        return at.getEpochSecond() * SECOND + at.getNano();
    }

    /** @param at in nanoseconds since 1970 */
    void put(long at, byte[] target) {
        if (at / SECOND != second) {
            second = at / SECOND;
            byte[] seconds = Instant.ofEpochSecond(second).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(seconds, 0, text, 0, SECONDS);
        }
        long rest = at % SECOND;
        for (int i = SECONDS + 9; i > SECONDS; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(text, 0, target, 0, LENGTH);
    }

    /** Whether the timestamp there is before the other. */
    static boolean isBefore(byte[] bytes, int offset, byte[] other) {
        return Arrays.compare(bytes, offset, offset + LENGTH, other, 0, LENGTH) < 0;
    }
}
