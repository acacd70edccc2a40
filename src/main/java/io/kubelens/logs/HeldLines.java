package io.kubelens.logs;

import java.util.Arrays;
import java.util.List;

/** Lines from a ring, as the kubelet has written them. */
final class HeldLines {
    /** Of older lines nothing is copied. */
    private static final long MOST = 16L * 1024 * 1024;

    private HeldLines() {}

    /**
     * Those between two times. They begin with the first line of a time, so that lines of one time are counted as they
     * were counted for viewers.
     */
    static byte[] between(List<ChunkLines> chunks, long from, long to) {
        Bytes out = new Bytes(LogChunk.FULL);
        LogLine line = new LogLine();
        for (ChunkLines chunk : newest(chunks)) {
            for (int i = 0; i < chunk.count(); i++) {
                chunk.show(i, line);
                boolean begins = out.size() > 0 || line.count == 1;
                if (begins && line.time >= from && line.time < to) {
                    Timestamps.format(out, line.time);
                    out.put(' ').put(line.array, line.from, line.to).put('\n');
                }
            }
        }
        return Arrays.copyOf(out.array(), out.size());
    }

    private static List<ChunkLines> newest(List<ChunkLines> chunks) {
        int from = chunks.size();
        for (long bytes = 0; from > 0 && bytes + chunks.get(from - 1).bytes() <= MOST; from--) {
            bytes += chunks.get(from - 1).bytes();
        }
        return chunks.subList(from, chunks.size());
    }
}
