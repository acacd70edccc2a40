package io.kubelens.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** The earliest and the latest of the times that lines begin with. A line without one counts for nothing. */
final class LineTimes {
    private static final int SECOND = "2026-01-02T03:04:05".length();
    private static final int LONGEST = "2026-01-02T03:04:05.123456789+00:00".length();
    private static final long BILLION = 1_000_000_000L;

    private long first = ChunkSpan.NONE;
    private long last = ChunkSpan.NONE;
    /** The text of the second that was parsed last, and its time: most lines share it with the one before. */
    private byte[] second = new byte[0];

    private long secondTime;

    void line(byte[] a, int from, int to) {
        int space = from;
        int limit = Math.min(to, from + LONGEST + 1);
        while (space < limit && a[space] != ' ' && a[space] != '\n') {
            space++;
        }
        long time = time(a, from, space);
        if (time != ChunkSpan.NONE) {
            first = first == ChunkSpan.NONE ? time : Math.min(first, time);
            last = Math.max(last, time);
        }
    }

    private long time(byte[] a, int from, int to) {
        if (to - from <= SECOND || to - from > LONGEST) {
            return ChunkSpan.NONE;
        }
        boolean utc = a[to - 1] == 'Z' && a[from + SECOND] == '.' && to - from <= SECOND + 11;
        if (!utc) {
            return parse(a, from, to);
        }
        if (!Arrays.equals(second, 0, second.length, a, from, from + SECOND)) {
            long whole = parse(a, from, to);
            if (whole == ChunkSpan.NONE) {
                return whole;
            }
            second = Arrays.copyOfRange(a, from, from + SECOND);
            secondTime = Math.floorDiv(whole, BILLION) * BILLION;
        }
        long nanos = 0;
        long unit = BILLION / 10;
        for (int i = from + SECOND + 1; i < to - 1; i++, unit /= 10) {
            if (a[i] < '0' || a[i] > '9') {
                return ChunkSpan.NONE;
            }
            nanos += (a[i] - '0') * unit;
        }
        return secondTime + nanos;
    }

    private static long parse(byte[] a, int from, int to) {
        try {
            Instant time = OffsetDateTime.parse(new String(a, from, to - from, StandardCharsets.ISO_8859_1))
                    .toInstant();
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), BILLION), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return ChunkSpan.NONE;
        }
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    void reset() {
        first = ChunkSpan.NONE;
        last = ChunkSpan.NONE;
    }
}
