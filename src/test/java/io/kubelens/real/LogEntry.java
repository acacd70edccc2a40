package io.kubelens.real;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a container's log file: a whole line of the container, or a piece of one. Or bytes that come without a
 * timestamp (a kubelet's own complaint).
 *
 * @param bytes with the LF where a line of the container ends
 */
record LogEntry(@Nullable Instant at, Buffer bytes) {
    /** The longest piece that containerd writes. */
    static final int PIECE = 16 * 1024;

    private static final DateTimeFormatter FIXED_NINE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    static List<LogEntry> line(Instant at, String line) {
        return line(at, line.getBytes(StandardCharsets.UTF_8));
    }

    static List<LogEntry> line(Instant at, byte[] line) {
        List<LogEntry> pieces = new ArrayList<>();
        int from = 0;
        for (; line.length - from > PIECE; from += PIECE) {
            pieces.add(new LogEntry(at, Buffer.buffer().appendBytes(line, from, PIECE)));
        }
        pieces.add(new LogEntry(
                at, Buffer.buffer().appendBytes(line, from, line.length - from).appendByte((byte) '\n')));
        return pieces;
    }

    static LogEntry piece(Instant at, String part) {
        return new LogEntry(at, Buffer.buffer(part));
    }

    static LogEntry raw(String text) {
        return new LogEntry(null, Buffer.buffer(text));
    }

    boolean since(Instant start) {
        return at == null || !at.isBefore(start);
    }

    /** Whether what comes next begins a line, given whether this one did; kubelets forget that for nothing skipped. */
    boolean endsLine(boolean began) {
        return at == null ? began : bytes.getByte(bytes.length() - 1) == '\n';
    }

    /** @param begins that it begins a line: only then its time is shown */
    void writeTo(Buffer buffer, boolean timestamps, boolean begins) {
        if (timestamps && begins && at != null) {
            buffer.appendString(FIXED_NINE.format(at));
        }
        buffer.appendBuffer(bytes);
    }
}
