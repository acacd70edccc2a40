package io.kubelens.demo;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times as the kubelet does: RFC 3339 in UTC with nine digits, and a space. For one thread. */
final class TimeStamp {
    private static final long SECOND = 1_000_000_000L;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
    private final byte[] text = "0000-00-00T00:00:00.000000000Z ".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;

    void write(long nanos, Buffer out) {
        long whole = Math.floorDiv(nanos, SECOND);
        if (whole != second) {
            byte[] prefix = SECONDS.format(Instant.ofEpochSecond(whole)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(prefix, 0, text, 0, prefix.length);
            second = whole;
        }
        long rest = Math.floorMod(nanos, SECOND);
        for (int at = 28; at >= 20; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.appendBytes(text);
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * SECOND + time.getNano();
    }
}
