package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one stream against itself: of the lines it has read, all but those that lie behind the viewer's place must be
 * in the bytes that were handed out, which are counted on their own. What could not be read is told as a gap and in
 * neither number. Everything happens under the stream's turn.
 */
public final class Canary {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final byte[] SSE = "event: log\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NDJSON = "{\"event\":\"log\",".getBytes(StandardCharsets.US_ASCII);

    private final String stream;
    private final Form form;
    private final Totals totals;
    private long read;
    private long filtered;
    private long delivered;
    private long gapLines;
    private boolean wrong;

    /**
     * All streams that are checked.
     *
     * @param mismatches streams whose numbers did not agree
     */
    public record Totals(
            LongAdder read, LongAdder filtered, LongAdder delivered, LongAdder gaps, LongAdder mismatches) {
        Totals() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /** {@code stream} says in the log which one it is. */
    Canary(String stream, Form form, Totals totals) {
        this.stream = stream;
        this.form = form;
        this.totals = totals;
    }

    void read(int lines) {
        read += lines;
        totals.read().add(lines);
    }

    /** One of the lines read lies behind the viewer's place. */
    void filtered() {
        filtered++;
        totals.filtered().increment();
    }

    /** A gap was told, in text as a line of its own. */
    void gap() {
        gapLines += form == Form.TEXT ? 1 : 0;
        totals.gaps().increment();
    }

    /** These bytes go to the viewer. */
    void handedOut(ByteBuf batch) {
        long lines = lines(batch) - gapLines;
        gapLines = 0;
        delivered += lines;
        totals.delivered().add(lines);
    }

    private long lines(ByteBuf batch) {
        byte[] mark = form == Form.SSE ? SSE : NDJSON;
        long count = 0;
        int begin = batch.readerIndex();
        while (begin < batch.writerIndex()) {
            count += form == Form.TEXT || startsWith(batch, begin, mark) ? 1 : 0;
            int end = batch.indexOf(begin, batch.writerIndex(), (byte) '\n');
            begin = end < 0 ? batch.writerIndex() : end + 1;
        }
        return count;
    }

    private static boolean startsWith(ByteBuf batch, int begin, byte[] mark) {
        if (batch.writerIndex() - begin < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (batch.getByte(begin + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** To be asked when everything read has been handed out; says once when the numbers do not agree. */
    void check() {
        if (!wrong && delivered != read - filtered) {
            wrong = true;
            totals.mismatches().increment();
            LOG.error("canary: stream {} read {}, filtered {}, delivered {}", stream, read, filtered, delivered);
        }
    }
}
