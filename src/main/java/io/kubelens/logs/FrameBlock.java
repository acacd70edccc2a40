package io.kubelens.logs;

import java.util.Arrays;

/** The lines of a chunk as events in one form, written once for all viewers. It only grows. */
final class FrameBlock {
    private final Bytes bytes;
    private int lines;
    private int[] ends = new int[2];
    private int[] bodies = new int[2];

    FrameBlock(int capacity) {
        bytes = new Bytes(capacity);
    }

    void add(Frames form, SourceLabel label, LogLine line) {
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, 2 * lines);
            bodies = Arrays.copyOf(bodies, 2 * lines);
        }
        bodies[lines] = form.line(bytes, label, line);
        ends[lines] = bytes.size();
        lines++;
    }

    int lines() {
        return lines;
    }

    byte[] array() {
        return bytes.array();
    }

    /** Where the event of each line ends. */
    int[] ends() {
        return ends;
    }

    /** Where the part of each line's event begins that is the same in every stream. */
    int[] bodies() {
        return bodies;
    }

    int memory() {
        return bytes.array().length + ends.length * 8;
    }
}
