package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A line that was read, kept. */
record ReadLine(long time, long count, long printed, String text, boolean truncated, long length) {
    static ReadLine of(LogLine line) {
        String text = new String(line.array, line.from, line.to - line.from, UTF_8);
        return new ReadLine(
                line.time, line.count, line.printed, text, line.truncated, line.truncated ? line.length : 0);
    }

    /** What a reader makes of a log whose clock is never set back by more than a second. */
    static List<ReadLine> expected(long[] times, List<byte[]> messages, int maxLineLength) {
        List<ReadLine> lines = new ArrayList<>();
        long printed = Timestamps.NONE;
        long count = 0;
        for (int i = 0; i < times.length; i++) {
            count = i > 0 && times[i] == times[i - 1] ? count + 1 : 1;
            printed = Math.max(times[i], printed + 1);
            String text = new String(messages.get(i), UTF_8);
            int length = text.codePointCount(0, text.length());
            boolean cut = length > maxLineLength;
            String kept = cut ? text.substring(0, text.offsetByCodePoints(0, maxLineLength)) : text;
            lines.add(new ReadLine(times[i], count, printed, kept, cut, cut ? length : 0));
        }
        return lines;
    }
}
