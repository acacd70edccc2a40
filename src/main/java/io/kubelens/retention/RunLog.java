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

/** One reading of a container's log, packed as it comes. */
final class RunLog implements PodLogs.Listener {
    private final CapsuleWriter writer;
    private final CountDownLatch over = new CountDownLatch(1);
    private PodLogs.@Nullable Call call;
    private @Nullable Failure failure;
    private boolean opened;
    private boolean asked;
    private boolean timed;
    private boolean begun;
    private long lines;
    private long first = ChunkSpan.NONE;
    private long endedAt;

    RunLog(CapsuleWriter writer) {
        this.writer = writer;
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
            open = opened && !asked ? call : null;
            asked |= open != null;
        }
        if (open != null) {
            open.consume();
        }
    }

    @Override
    public void chunk(ByteBuffer bytes) {
        synchronized (this) {
            byte[] array = bytes.array();
            int from = bytes.arrayOffset() + bytes.position();
            int to = from + bytes.remaining();
            if (!begun && from < to) {
                // What the kubelet says instead of a log has no time.
                begun = true;
                first = LineTime.of(array, from, to);
                timed = first != ChunkSpan.NONE;
            }
            for (int i = from; i < to; i++) {
                lines += array[i] == '\n' ? 1 : 0;
            }
            writer.write(array, from, to);
            asked = false;
        }
        ask();
    }

    @Override
    public void ended() {
        end(null);
    }

    @Override
    public void failed(Failure why) {
        end(why);
    }

    private void end(@Nullable Failure why) {
        synchronized (this) {
            failure = why;
            endedAt = System.currentTimeMillis();
        }
        over.countDown();
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

    synchronized long held() {
        return writer.held();
    }

    /** To be called once, and nothing is read afterwards. */
    synchronized CapsuleWriter close() {
        PodLogs.Call open = call;
        call = null;
        opened = false;
        if (open != null && over.getCount() > 0) {
            open.cancel();
        }
        return writer;
    }
}
