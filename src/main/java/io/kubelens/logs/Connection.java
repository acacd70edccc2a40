package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One request for a log and what it has brought, at most about {@value #ENOUGH} bytes: while they lie here no more is
 * asked for, and the API server is held back. Everything happens under the stream's turn.
 */
final class Connection implements PodLogs.Listener {
    static final int ENOUGH = 64 * 1024;

    private static final int FEW = ENOUGH / 4;

    /** What came at once; {@code arrived} is monotonic. */
    record Chunk(ByteBuffer bytes, long arrived) {}

    private final Turn turn;
    private final Alarms alarms;
    private final LogCounts counts;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private PodLogs.@Nullable Call call;
    private PodLogs.@Nullable Failure failure;
    private int held;
    private boolean open;
    private boolean asked;
    private boolean over;
    private boolean closed;
    private long sign;

    Connection(Turn turn, Surroundings surroundings) {
        this.turn = turn;
        this.alarms = surroundings.alarms();
        this.counts = surroundings.counts();
        sign = alarms.nanos();
    }

    void start(PodLogs upstream, PodLogs.Request request) {
        counts.upstreams().increment();
        counts.opened().increment();
        call = upstream.open(request, this);
        ask();
    }

    /** What has come and lies here, oldest first. */
    Iterable<Chunk> chunks() {
        return chunks;
    }

    @Nullable
    Chunk first() {
        return chunks.peek();
    }

    /** Forgets the first chunk: all of it has been read. */
    void drop() {
        Chunk read = chunks.remove();
        held -= read.bytes().limit();
        if (held <= FEW) {
            // Not for every chunk: to ask wakes another thread.
            ask();
        }
    }

    /** Nothing more will come than what lies here. */
    boolean isOver() {
        return over;
    }

    PodLogs.@Nullable Failure failure() {
        return failure;
    }

    int held() {
        return held;
    }

    /** Since when nothing has come although more was asked for; far in the future when nothing is to be expected. */
    long silentSince() {
        return asked && !over ? sign : Long.MAX_VALUE;
    }

    /** When something was last heard of it; monotonic. */
    long sign() {
        return sign;
    }

    void close() {
        if (!closed) {
            closed = true;
            counts.upstreams().decrement();
            chunks.clear();
            if (!over && call != null) {
                call.cancel();
            }
            over = true;
        }
    }

    @Override
    public void opened() {
        turn.news(() -> {
            open = true;
            sign = alarms.nanos();
            ask();
        });
    }

    @Override
    public void chunk(ByteBuffer bytes) {
        turn.news(() -> {
            asked = false;
            if (!closed) {
                sign = alarms.nanos();
                chunks.add(new Chunk(bytes, sign));
                held += bytes.limit();
                ask();
            }
        });
    }

    @Override
    public void ended() {
        turn.news(() -> over = true);
    }

    @Override
    public void failed(PodLogs.Failure why) {
        turn.news(() -> {
            failure = why;
            over = true;
        });
    }

    private void ask() {
        if (open && !asked && !over && call != null && held < ENOUGH) {
            asked = true;
            call.consume();
        }
    }
}
