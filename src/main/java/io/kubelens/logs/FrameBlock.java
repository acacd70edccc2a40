package io.kubelens.logs;

import java.util.Arrays;

/**
 * The lines of a chunk as events in one form, written once for all viewers. It only grows. Guarded by itself, so that
 * nobody who adds lines to the log waits for it.
 */
final class FrameBlock {
    private final Bytes bytes;
    private int lines;
    private int[] ends = new int[2];
    private int[] bodies = new int[2];

    FrameBlock(int capacity) {
        bytes = new Bytes(capacity);
    }

    /** Writes what has not been written yet. */
    synchronized ChunkView view(ChunkLines chunk, Frames form, SourceLabel label) {
        LogLine line = new LogLine();
        while (lines < chunk.count()) {
            chunk.show(lines, line);
            add(form, label, line);
        }
        return new ChunkView(chunk, bytes.array(), ends, bodies);
    }

    private void add(Frames form, SourceLabel label, LogLine line) {
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, 2 * lines);
            bodies = Arrays.copyOf(bodies, 2 * lines);
        }
        bodies[lines] = form.line(bytes, label, line);
        ends[lines] = bytes.size();
        lines++;
    }
}
