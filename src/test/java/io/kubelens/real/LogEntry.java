package io.kubelens.real;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A line of a container's log file, or bytes that come without a timestamp (a kubelet's own complaint, a torn line).
 *
 * @param bytes with the LF, where there is one
 */
record LogEntry(@Nullable Instant at, Buffer bytes) {
    private static final DateTimeFormatter FIXED_NINE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    boolean since(Instant start) {
        return at == null || !at.isBefore(start);
    }

    void writeTo(Buffer buffer, boolean timestamps) {
        if (timestamps && at != null) {
            buffer.appendString(FIXED_NINE.format(at));
        }
        buffer.appendBuffer(bytes);
    }
}
