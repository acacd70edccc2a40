package io.kubelens.logs;

import java.util.function.Consumer;

/** Writes events in one form. */
interface Frames {
    /** How many shapes there are. */
    int SHAPES = 6;

    /** Which of them this is: frames of one shape write a line alike, whoever it is for. */
    int shape();

    /**
     * One line as a stream of its source alone has it.
     *
     * @return where in {@code out} the part begins that is the same in every stream
     */
    int line(Bytes out, SourceLabel source, LogLine line);

    /**
     * One line.
     *
     * @param cursor writes the place after the line, where the form has room for it; or nothing
     */
    void log(Bytes out, SourceLabel source, LogLine line, boolean late, Consumer<Bytes> cursor);

    /** As {@link #log}, for a line whose common part has been written before. */
    void copy(Bytes out, byte[] body, int from, int to, boolean late, Consumer<Bytes> cursor);

    /** {@code at} is the viewer's position, never now. */
    void marker(Bytes out, long at, String pod, String container, Notice notice);

    void heartbeat(Bytes out, long now);

    void stats(Bytes out, int buffered, int sources);

    void status(Bytes out, Status status);

    /** A pod stream's own state; times in nanoseconds, {@link Timestamps#NONE} when there was no line yet. */
    record Status(int reconnects, long lastEvent, long now, int bufferedLines, int bufferBytes) {
        static Status of(MergedLog merged, long now) {
            int reconnects = 0;
            int held = 0;
            for (Subscription source : merged.sources()) {
                reconnects += source.whereabouts().reconnects();
                held += source.whereabouts().own().held();
            }
            return new Status(reconnects, merged.printed(), now, merged.waiting(), held);
        }
    }

    static Frames of(LogRequest request, boolean prefixed) {
        return request.form() == Form.TEXT
                ? new TextFrames(prefixed, request.timestamps())
                : new JsonFrames(request.form() == Form.SSE);
    }
}
