package io.kubelens.retention;

import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import io.kubelens.store.Capsule;
import io.kubelens.store.ChunkPage;
import io.kubelens.store.LineChunk;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for the logs of a pod that is gone as Kubernetes did, from what is kept of them: the same lines with the same
 * times, so that every reader finds its place again. It may begin earlier than asked, at a chunk's first line.
 */
final class CapsuleLog implements LogUpstream {
    private static final Logger LOG = LoggerFactory.getLogger(CapsuleLog.class);
    private static final long BILLION = 1_000_000_000L;

    /** Chunks that are asked for at once. */
    private static final int PAGE = 4;

    private final List<Kept> runs;
    private final Function<ChunkPage, List<LineChunk>> chunks;
    private final Clock clock;

    /** The capsule of a run, which requests call the previous one or not. */
    record Kept(Capsule capsule, boolean previous) {}

    CapsuleLog(List<Kept> runs, Function<ChunkPage, List<LineChunk>> chunks, Clock clock) {
        this.runs = List.copyOf(runs);
        this.chunks = chunks;
        this.clock = clock;
    }

    @Override
    public PodLogs.Call open(PodLogs.Request what, PodLogs.Listener listener) {
        Reading reading = new Reading(what, listener);
        Thread.ofVirtual().name("capsule").start(reading::run);
        return reading;
    }

    private final class Reading implements PodLogs.Call {
        private final PodLogs.Request what;
        private final PodLogs.Listener listener;
        private final Semaphore asked = new Semaphore(0);
        private volatile boolean cancelled;
        private long skip;
        private long left;

        Reading(PodLogs.Request what, PodLogs.Listener listener) {
            this.what = what;
            this.listener = listener;
            this.left = what.limitBytes().orElse(Long.MAX_VALUE);
        }

        @Override
        public void consume() {
            asked.release();
        }

        @Override
        public void cancel() {
            cancelled = true;
            asked.release();
        }

        void run() {
            @Nullable Failure failure;
            try {
                failure = runs.stream()
                        .filter(each -> each.previous() == what.previous())
                        .map(Kept::capsule)
                        .filter(each -> each.key().container().equals(what.container()))
                        .filter(each -> !each.expired(clock.instant()))
                        .findFirst()
                        .map(this::send)
                        .orElse(End.ABSENT)
                        .failure;
            } catch (RuntimeException e) {
                LOG.warn("a kept log cannot be read: {}", e.toString());
                failure = Failure.UNAVAILABLE;
            }
            if (cancelled) {
                return;
            }
            if (failure == null) {
                listener.ended();
            } else {
                listener.failed(failure);
            }
        }

        private End send(Capsule capsule) {
            int from = first(capsule);
            listener.opened();
            while (from < capsule.chunks().size()) {
                ChunkPage page = ChunkPage.of(capsule, from, PAGE);
                List<LineChunk> lines = chunks.apply(page);
                if (!lines.stream().allMatch(this::send)) {
                    return End.CANCELLED;
                }
                if (lines.size() < page.to() - page.from()) {
                    return End.ABSENT;
                }
                from = page.to();
            }
            return End.WHOLE;
        }

        /** Where to begin; {@code skip} lines of that chunk are not asked for. */
        private int first(Capsule capsule) {
            int first = 0;
            if (what.sinceSeconds().isPresent()) {
                first = capsule.chunkAt(what.sinceSeconds().getAsLong() * BILLION);
            }
            if (what.tailLines().isPresent()) {
                int tail = what.tailLines().getAsInt();
                first = tail == 0 ? capsule.chunks().size() : Math.max(first, capsule.chunkOfTail(tail));
                long there = capsule.chunks().subList(first, capsule.chunks().size()).stream()
                        .mapToLong(span -> span.lines())
                        .sum();
                skip = Math.max(0, there - tail);
            }
            return first;
        }

        /** Whether to go on. */
        private boolean send(LineChunk chunk) {
            byte[] lines = chunk.lines();
            int from = 0;
            for (; skip > 0 && from < lines.length; from++) {
                skip -= lines[from] == '\n' ? 1 : 0;
            }
            if (from == lines.length) {
                return !cancelled;
            }
            asked.acquireUninterruptibly();
            int length = (int) Math.min(lines.length - from, left);
            if (!cancelled) {
                listener.chunk(ByteBuffer.wrap(lines, from, length).slice());
            }
            left -= length;
            return !cancelled && left > 0;
        }
    }

    private enum End {
        WHOLE(null),
        CANCELLED(null),
        ABSENT(Failure.UNKNOWN_CONTAINER);

        private final @Nullable Failure failure;

        End(@Nullable Failure failure) {
            this.failure = failure;
        }
    }
}
