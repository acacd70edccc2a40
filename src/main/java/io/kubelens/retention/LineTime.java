package io.kubelens.retention;

import io.kubelens.store.ChunkSpan;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The time that a line of the kubelet's begins with. */
final class LineTime {
    private static final int LONGEST = "2026-01-02T03:04:05.123456789+00:00".length();
    private static final long BILLION = 1_000_000_000L;

    private LineTime() {}

    /** Nanoseconds since 1970; {@link ChunkSpan#NONE} when the line begins with something else. */
    static long of(byte[] a, int from, int to) {
        int space = from;
        int limit = Math.min(to, from + LONGEST);
        while (space < limit && a[space] != ' ') {
            space++;
        }
        try {
            Instant time = OffsetDateTime.parse(new String(a, from, space - from, StandardCharsets.ISO_8859_1))
                    .toInstant();
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), BILLION), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return ChunkSpan.NONE;
        }
    }
}
