package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Events as one-line JSON objects: in server-sent events, or one per line with the event's name as first key. */
final class JsonFrames implements Frames {
    private static final byte[] LOG = bytes("event: log\ndata: {\"id\":\"");
    private static final byte[] LOG_LINE = bytes("{\"event\":\"log\",\"id\":\"");
    private static final byte[] TIMESTAMP = bytes("\",\"timestamp\":\"");
    private static final byte[] MESSAGE = bytes("\",\"message\":\"");
    private static final byte[] CUT = bytes("...[truncated]");
    private static final byte[] LATE = bytes(",\"late\":true");
    private static final byte[] TRUNCATED = bytes(",\"truncated\":true,\"length\":");
    private static final String SSE_END = "}\n\n";
    private static final String LINE_END = "}\n";
    private final boolean sse;

    JsonFrames(boolean sse) {
        this.sse = sse;
    }

    @Override
    public int shape() {
        return sse ? 0 : 1;
    }

    @Override
    public int line(Bytes out, SourceLabel source, LogLine line) {
        if (sse) {
            out.ascii("id: ");
            LogCursor.begin(out, source.source, line.time, line.count);
            out.put('\n');
        }
        int body = out.size();
        body(out, source, line);
        return body;
    }

    @Override
    public void log(Bytes out, SourceLabel source, LogLine line, boolean late, Consumer<Bytes> cursor) {
        id(out, cursor);
        body(out, source, line);
        if (late) {
            late(out);
        }
    }

    @Override
    public void copy(Bytes out, byte[] body, int from, int to, boolean late, Consumer<Bytes> cursor) {
        id(out, cursor);
        out.put(body, from, to);
        if (late) {
            late(out);
        }
    }

    private void id(Bytes out, Consumer<Bytes> cursor) {
        if (sse) {
            out.ascii("id: ");
            int before = out.size();
            cursor.accept(out);
            if (out.size() > before) {
                out.put('\n');
            } else {
                // An empty id would make the client forget the one it has.
                out.shrink("id: ".length());
            }
        }
    }

    private void body(Bytes out, SourceLabel source, LogLine line) {
        out.put(sse ? LOG : LOG_LINE);
        Timestamps.nanos(out.put(source.id), line.time);
        out.put('.').number(line.count - 1);
        out.put(TIMESTAMP);
        Timestamps.format(out, line.printed);
        out.put(MESSAGE);
        JsonText.escape(out, line.array, line.from, line.to);
        if (line.truncated) {
            out.put(CUT);
        }
        out.put(source.json);
        out.ascii(Level.of(line.array, line.from, line.to).name()).put('"');
        if (line.truncated) {
            out.put(TRUNCATED).number(line.length);
        }
        end(out);
    }

    /** Adds to the event that has just been written. */
    private void late(Bytes out) {
        out.shrink(sse ? SSE_END.length() : LINE_END.length());
        out.put(LATE);
        end(out);
    }

    @Override
    public void marker(Bytes out, long at, String pod, String container, Notice notice) {
        begin(out, "marker");
        time(out, "timestamp", at);
        out.ascii(",\"podName\":\"").ascii(pod).ascii("\",\"containerName\":\"").ascii(container);
        out.ascii("\",\"kind\":\"").ascii(notice.kind()).put(MESSAGE);
        JsonText.escape(out, notice.message());
        out.put('"');
        Notice.Gap gap = notice.gap();
        if (gap != null) {
            time(out.put(','), "from", gap.from());
            time(out.put(','), "to", gap.to());
            out.ascii(",\"reason\":\"").ascii(gap.reason()).put('"');
        }
        end(out);
    }

    @Override
    public void heartbeat(Bytes out, long now) {
        begin(out, "heartbeat");
        time(out, "timestamp", now);
        end(out);
    }

    @Override
    public void stats(Bytes out, int buffered, int sources) {
        begin(out, "stats");
        out.ascii("\"dropped\":0,\"buffered\":").number(buffered);
        out.ascii(",\"sources\":").number(sources);
        end(out);
    }

    @Override
    public void status(Bytes out, Status status) {
        begin(out, "status");
        out.ascii("\"role\":\"single\",\"redis_enabled\":false,\"leader\":true,\"reconnects\":");
        out.number(status.reconnects()).ascii(",");
        long lag = 0;
        if (status.lastEvent() == Timestamps.NONE) {
            out.ascii("\"last_event_at\":\"\"");
        } else {
            time(out, "last_event_at", status.lastEvent());
            lag = Math.max(0, (status.now() - status.lastEvent()) / 1_000_000);
        }
        out.ascii(",\"lag_ms\":").number(lag);
        out.ascii(",\"subscribers\":1,\"buffered_lines\":").number(status.bufferedLines());
        out.ascii(",\"buffer_bytes\":").number(status.bufferBytes());
        end(out);
    }

    private void begin(Bytes out, String event) {
        if (sse) {
            out.ascii("event: ").ascii(event).ascii("\ndata: {");
        } else {
            out.ascii("{\"event\":\"").ascii(event).ascii("\",");
        }
    }

    private void end(Bytes out) {
        out.ascii(sse ? SSE_END : LINE_END);
    }

    private static void time(Bytes out, String key, long time) {
        out.put('"').ascii(key).ascii("\":\"");
        Timestamps.format(out, time);
        out.put('"');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
