package io.kubelens.retention;

import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import io.kubelens.store.CapsuleWriter;
import io.kubelens.store.ChunkSpan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One reading of a container's log, packed as it comes. One for which there is no room is given up. */
final class RunLog implements PodLogs.Listener {
    /** Of a log, unpacked; more than the kubelet's files usually hold. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    /** Runtimes write long lines in pieces, which Kubernetes counts as lines: containerd of 16 KiB, CRI-O of 8. */
    private static final int PIECE = 8 * 1024;

    private final int maxLines;
    private final Room room;
    private final boolean yields;
    private final CountDownLatch over = new CountDownLatch(1);
    private CapsuleWriter writer;
    private PodLogs.@Nullable Call call;
    private @Nullable Failure failure;
    private boolean opened;
    private boolean asked;
    private boolean closed;
    private boolean timed;
    private boolean begun;
    private long counted;
    private long lines;
    private long bytes;
    private long first = ChunkSpan.NONE;
    private long endedAt;

    /** Keeps the last {@code maxLines} lines. */
    RunLog(int maxLines, Room room) {
        this(maxLines, room, false);
    }

    /** The same, but one that leaves the last of the room to logs that have ended. */
    static RunLog yielding(int maxLines, Room room) {
        return new RunLog(maxLines, room, true);
    }

    private RunLog(int maxLines, Room room, boolean yields) {
        this.maxLines = maxLines;
        this.room = room;
        this.yields = yields;
        this.writer = new CapsuleWriter(maxLines, MOST_BYTES);
        count();
    }

    RunLog start(LogUpstream upstream, PodLogs.Request request) {
        PodLogs.Call open = upstream.open(request, this);
        synchronized (this) {
            call = open;
        }
        ask();
        return this;
    }

    @Override
    public void opened() {
        synchronized (this) {
            opened = true;
        }
        ask();
    }

    private void ask() {
        PodLogs.Call open;
        synchronized (this) {
            open = opened && !asked && !closed ? call : null;
            asked |= open != null;
        }
        if (open != null) {
            open.consume();
        }
    }

    @Override
    public void chunk(ByteBuffer text) {
        boolean fits;
        synchronized (this) {
            if (closed) {
                // It was on its way when this was closed.
                return;
            }
            write(text.array(), text.arrayOffset() + text.position(), text.remaining());
            fits = count() && !(yields && room.isTight());
            asked = false;
        }
        if (fits) {
            ask();
        } else {
            giveUp();
        }
    }

    private void write(byte[] array, int from, int length) {
        int to = from + length;
        if (!begun && length > 0) {
            // What the kubelet says instead of a log has no time.
            begun = true;
            first = LineTime.of(array, from, to);
            timed = first != ChunkSpan.NONE;
        }
        for (int i = from; i < to; i++) {
            lines += array[i] == '\n' ? 1 : 0;
        }
        bytes += length;
        writer.write(array, from, to);
    }

    /** Says whether there is room. */
    private boolean count() {
        long more = writer.held() - counted;
        counted += more;
        return room.take(more);
    }

    private synchronized void giveUp() {
        PodLogs.Call open = call;
        end(Failure.BUSY);
        close();
        if (open != null) {
            open.cancel();
        }
        // Nothing of it is left that could be preferred to what others have.
        writer = new CapsuleWriter(maxLines, MOST_BYTES);
        lines = 0;
        bytes = 0;
        begun = false;
        timed = false;
        first = ChunkSpan.NONE;
    }

    @Override
    public void ended() {
        end(null);
    }

    @Override
    public void failed(Failure why) {
        end(why);
    }

    private synchronized void end(@Nullable Failure why) {
        if (!isOver()) {
            failure = why;
            endedAt = System.currentTimeMillis();
            over.countDown();
        }
    }

    /** Whether it has come to an end within this time. */
    boolean await(Duration most) throws InterruptedException {
        return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Whether it has ended as a log ends. */
    synchronized boolean isWhole() {
        return isOver() && failure == null && (timed || !begun);
    }

    /** Whether it surely has every line that there was, and not only the last ones. */
    synchronized boolean reachesBack() {
        return lines + bytes / PIECE < maxLines;
    }

    synchronized @Nullable Failure failure() {
        return failure;
    }

    /** By our clock, in milliseconds since 1970. */
    synchronized long endedAt() {
        return endedAt;
    }

    /** The time of the first line, {@link ChunkSpan#NONE} without one. */
    synchronized long first() {
        return first;
    }

    synchronized long lines() {
        return lines;
    }

    /** Ends it: nothing is read afterwards, and what it holds is the caller's. */
    synchronized CapsuleWriter close() {
        PodLogs.Call open = call;
        closed = true;
        call = null;
        room.take(-counted);
        counted = 0;
        if (open != null && !isOver()) {
            open.cancel();
        }
        return writer;
    }
}
