package io.kubelens.logs;

import java.util.function.Consumer;

/** Lines as they are, and of everything else only gaps. */
final class TextFrames implements Frames {
    private final boolean prefixed;
    private final boolean timestamps;

    TextFrames(boolean prefixed, boolean timestamps) {
        this.prefixed = prefixed;
        this.timestamps = timestamps;
    }

    @Override
    public int shape() {
        return 2 + (prefixed ? 1 : 0) + (timestamps ? 2 : 0);
    }

    @Override
    public int line(Bytes out, SourceLabel source, LogLine line) {
        int body = out.size();
        if (timestamps) {
            Timestamps.format(out, line.printed);
            out.put(' ');
        }
        if (prefixed) {
            out.put(source.text);
        }
        JsonText.clean(out, line.array, line.from, line.to);
        out.ascii(line.truncated ? "...[truncated]\n" : "\n");
        return body;
    }

    @Override
    public void log(Bytes out, SourceLabel source, LogLine line, boolean late, Consumer<Bytes> cursor) {
        line(out, source, line);
    }

    @Override
    public void copy(Bytes out, byte[] body, int from, int to, boolean late, Consumer<Bytes> cursor) {
        out.put(body, from, to);
    }

    @Override
    public void marker(Bytes out, long at, String pod, String container, Notice notice) {
        Notice.Gap gap = notice.gap();
        if (gap != null) {
            out.ascii("--- gap ");
            Timestamps.format(out, gap.from());
            out.put(' ');
            Timestamps.format(out, gap.to());
            out.put(' ').ascii(gap.reason()).put('\n');
        }
    }

    @Override
    public void heartbeat(Bytes out, long now) {}

    @Override
    public void stats(Bytes out, int buffered, int sources) {}

    @Override
    public void status(Bytes out, Status status) {}
}
