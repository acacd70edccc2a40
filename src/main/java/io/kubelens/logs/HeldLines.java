package io.kubelens.logs;

import io.kubelens.kube.HeldRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one run that a ring has.
 *
 * @param from the number of the first of them
 * @param to the number after the last
 * @param ended whether the run has no later ones
 * @param begun whether the run has no earlier ones
 */
record HeldLines(List<ChunkLines> chunks, long from, long to, boolean ended, boolean begun) {
    /** Of older lines nothing is copied. */
    private static final long MOST = 16L * 1024 * 1024;

    /** Null when the run is neither the one that is being read nor the last one that was read to its end. */
    static @Nullable HeldLines of(LogRing ring, RunInRing runs, int restart, Reopening reopening) {
        boolean ended = runs.hasEnded(restart);
        if (!ended && reopening.run() != restart) {
            return null;
        }
        long first = ended ? runs.from() : runs.first();
        long to = ended ? runs.to() : ring.end();
        boolean begun = first >= ring.start() && (first > 0 || ring.floor().isBeginning());
        return of(ring, Math.max(first, ring.start()), to, ended, begun);
    }

    private static HeldLines of(LogRing ring, long from, long to, boolean ended, boolean begun) {
        List<ChunkLines> chunks = new ArrayList<>();
        long bytes = 0;
        long start = to;
        while (start > from && bytes <= MOST) {
            LogChunk chunk = ring.chunk(start - 1);
            if (chunk == null) {
                break;
            }
            bytes += chunk.size();
            start = chunk.first;
            chunks.addFirst(chunk.now());
        }
        return new HeldLines(chunks, Math.max(from, start), to, ended, begun && start <= from);
    }

    HeldRun run() {
        return new HeldRun(this::text, to - from, ended, begun, chunks.stream().anyMatch(ChunkLines::mayBeCut));
    }

    /** They begin with the first line of a time, so that lines of one time are counted as they were for viewers. */
    private byte[] text() {
        Bytes out = new Bytes(LogChunk.FULL);
        LogLine line = new LogLine();
        for (ChunkLines chunk : chunks) {
            int last = (int) Math.min(chunk.count(), to - chunk.first);
            for (int i = (int) Math.max(0, from - chunk.first); i < last; i++) {
                chunk.show(i, line);
                if (out.size() > 0 || line.count == 1) {
                    Timestamps.format(out, line.time);
                    out.put(' ').put(line.array, line.from, line.to).put('\n');
                }
            }
        }
        return Arrays.copyOf(out.array(), out.size());
    }
}
