package io.kubelens.logs;

import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request for a log and what it has brought, at most about {@value #MUCH} bytes, or {@value #LITTLE} while much lies
 * in all connections: then no more is asked for, and the API server is held back. It is guarded by itself, not by its owner's {@link Turn}: chunks come while
 * the ones before are being worked on. Nobody else is called under this lock.
 */
final class Connection implements PodLogs.Listener {
    static final int LITTLE = 64 * 1024;

    /** A reader that keeps up seldom waits: waking another thread takes longer than reading 64 KiB. */
    static final int MUCH = 256 * 1024;

    /** In all connections; readers that do not keep up have {@link #LITTLE} from then on. */
    static final int PLENTY = 16 * 1024 * 1024;

    /** What came at once; {@code arrived} is monotonic. */
    record Chunk(ByteBuffer bytes, long arrived) {}

    private final Turn turn;
    private final Alarms alarms;
    private final LogCounts counts;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private PodLogs.@Nullable Call call;
    private PodLogs.@Nullable Failure failure;
    private int held;
    private boolean started;
    private boolean open;
    private boolean asked;
    private boolean over;
    private boolean closed;

    /** Whether its owner has been told of a chunk and has not looked since. */
    private boolean told;

    private long sign;

    Connection(Turn turn, Surroundings surroundings) {
        this.turn = turn;
        this.alarms = surroundings.alarms();
        this.counts = surroundings.counts();
        sign = alarms.nanos();
    }

    /** Once, and not after {@link #close}. */
    void start(LogUpstream upstream, PodLogs.Request request) {
        started = true;
        counts.upstreams().increment();
        counts.opened().increment();
        PodLogs.Call opened = upstream.open(request, this);
        synchronized (this) {
            call = opened;
        }
        ask(enough());
    }

    boolean isStarted() {
        return started;
    }

    private int enough() {
        return counts.held().sum() < PLENTY ? MUCH : LITTLE;
    }

    /** What has come and lies here, oldest first. */
    synchronized List<Chunk> chunks() {
        told = false;
        return List.copyOf(chunks);
    }

    @Nullable
    synchronized Chunk first() {
        told = false;
        return chunks.peek();
    }

    /** Whether so many bytes lie here, or all that there will be. */
    synchronized boolean has(int bytes) {
        told = false;
        return over || held >= bytes;
    }

    /** Forgets the first chunk: all of it has been read. */
    void drop() {
        synchronized (this) {
            Chunk read = chunks.remove();
            hold(-read.bytes().limit());
        }
        // Not for every chunk: to ask wakes another thread.
        ask(enough() / 2);
    }

    /** Nothing more will come than what lies here. */
    synchronized boolean isOver() {
        return over;
    }

    /** Nothing lies here, and nothing more will come. */
    synchronized boolean isExhausted() {
        return over && chunks.isEmpty();
    }

    /** It has been answered, and goes on. */
    synchronized boolean isOpen() {
        return open && !over;
    }

    synchronized PodLogs.@Nullable Failure failure() {
        return failure;
    }

    synchronized int held() {
        return held;
    }

    /** Since when nothing has come although more was asked for; far in the future when nothing is to be expected. */
    synchronized long silentSince() {
        return asked && !over ? sign : Long.MAX_VALUE;
    }

    /** When something was last heard of it; monotonic. */
    synchronized long sign() {
        return sign;
    }

    void close() {
        PodLogs.Call unfinished;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            chunks.clear();
            hold(-held);
            unfinished = over ? null : call;
            over = true;
        }
        if (started) {
            counts.upstreams().decrement();
        }
        if (unfinished != null) {
            unfinished.cancel();
        }
    }

    @Override
    public void opened() {
        synchronized (this) {
            open = true;
            sign = alarms.nanos();
        }
        ask(enough());
        turn.ready();
    }

    @Override
    public void chunk(ByteBuffer bytes) {
        boolean news;
        synchronized (this) {
            asked = false;
            if (closed) {
                return;
            }
            news = !told;
            told = true;
            sign = alarms.nanos();
            chunks.add(new Chunk(bytes, sign));
            hold(bytes.limit());
        }
        ask(enough());
        if (news) {
            turn.ready();
        }
    }

    @Override
    public void ended() {
        end(null);
    }

    @Override
    public void failed(PodLogs.Failure why) {
        end(why);
    }

    private void end(PodLogs.@Nullable Failure why) {
        synchronized (this) {
            failure = why;
            over = true;
        }
        turn.ready();
    }

    private void hold(int more) {
        held += more;
        counts.held().add(more);
    }

    /** Asks for more if less than this lies here. */
    private void ask(int few) {
        PodLogs.Call asks;
        synchronized (this) {
            asks = call;
            if (!open || asked || over || asks == null || held >= few) {
                return;
            }
            asked = true;
        }
        asks.consume();
    }
}
