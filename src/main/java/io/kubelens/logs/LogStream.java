package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's stream: the sources, merged, as events. All work is done in {@link #poll}, under the stream's turn; what
 * is not asked for is not read.
 */
final class LogStream implements EventStream {
    private static final int BATCH = 48 * 1024;
    private static final int LARGEST_SCRATCH = 256 * 1024;
    private static final long DRAIN = 10 * Timestamps.SECOND;

    /** Batches are put together here, in whatever thread polls, and copied out at their exact size. */
    private static final ThreadLocal<Bytes> SCRATCH = ThreadLocal.withInitial(() -> new Bytes(64 * 1024));

    private final Turn turn = new Turn();
    private final Surroundings surroundings;
    private final LogRequest request;
    private final List<ContainerLog> logs;
    private final @Nullable KubeApp app;
    private final Frames frames;
    private final MergedLog merged;
    private final Map<SourceId, SourceLabel> labels = new HashMap<>();
    private final Deque<Told> notices = new ArrayDeque<>();
    private final Farewells farewells = new Farewells();
    private final Beat heartbeat;
    private final Beat stats;
    private final StreamStart start;

    private Membership.@Nullable Watch watch;
    private Alarms.@Nullable Alarm alarm;
    private boolean shared;
    private boolean opened;
    private boolean closed;
    private State state = State.OPEN;
    private boolean empty;

    private record Told(String pod, String container, Notice notice) {}

    /** {@code app} is null when the stream is that of one pod; {@code prefixed} is for text. */
    LogStream(
            Surroundings surroundings,
            LogRequest request,
            List<ContainerLog> logs,
            @Nullable KubeApp app,
            boolean prefixed) {
        this.surroundings = surroundings;
        this.request = request;
        this.logs = List.copyOf(logs);
        this.app = app;
        this.frames = Frames.of(request, prefixed);
        this.merged = new MergedLog(request.mergeWindow());
        this.start = new StreamStart(request, logs, app);
        long now = surroundings.alarms().nanos();
        heartbeat = new Beat(15, now);
        stats = new Beat(5, now + 5 * Timestamps.SECOND);
    }

    @Override
    public String contentType() {
        return request.form() == Form.TEXT
                ? "text/plain; charset=utf-8"
                : request.form().mediaType();
    }

    @Override
    public void open(Runnable ready) {
        turn.tell(ready);
        turn.news(() -> {
            opened = true;
            surroundings.counts().streams().increment();
            logs.forEach(log -> add(log, false));
            start.lost(labels.keySet(), surroundings.now()).forEach(gap -> notices.add(new Told("", "", gap)));
        });
        if (app != null && request.follow()) {
            watch(app);
        }
    }

    private void watch(KubeApp whole) {
        Membership.Watch started = surroundings.membership().watch(whole, new Membership.Listener() {
            @Override
            public void joined(KubePod pod) {
                // Not under the turn: it goes through the routes.
                surroundings.open(pod, request.query()).ifPresent(log -> turn.news(() -> join(log)));
            }

            @Override
            public void left(KubePod pod) {
                turn.news(() -> leave(pod.uid()));
            }
        });
        boolean late;
        turn.lock().lock();
        try {
            watch = started;
            late = closed;
        } finally {
            turn.lock().unlock();
        }
        if (late) {
            started.close();
        }
    }

    private void add(ContainerLog log, boolean later) {
        LogSource source = new LogSource(log, request.follow(), request.maxLineLength(), surroundings, turn);
        labels.put(source.id(), new SourceLabel(log));
        start.begin(source, later);
        merged.add(source);
    }

    private void join(PodLog joined) {
        List<ContainerLog> all = ContainerLog.current(joined);
        if (closed || all.isEmpty() || labels.containsKey(SourceId.of(all.getFirst()))) {
            return;
        }
        String container = all.size() == 1 ? all.getFirst().container() : "";
        notices.add(new Told(joined.pod().name(), container, Notice.of("pod-added", "pod added to app")));
        all.forEach(log -> add(log, true));
    }

    private void leave(String uid) {
        long now = surroundings.alarms().nanos();
        for (LogSource source : merged.sources()) {
            if (source.log().pod().uid().equals(uid) && !source.isDone()) {
                source.drain(now, now + DRAIN);
            }
        }
    }

    @Override
    public @Nullable ByteBuf poll() {
        turn.lock().lock();
        try {
            if (closed || !opened) {
                return null;
            }
            Bytes out = SCRATCH.get();
            out.clear();
            long now = surroundings.alarms().nanos();
            write(out, now);
            if (out.size() == 0) {
                wake();
                return null;
            }
            ByteBuf batch = Unpooled.copiedBuffer(out.array(), 0, out.size());
            if (out.array().length > LARGEST_SCRATCH) {
                SCRATCH.remove();
            }
            return batch;
        } finally {
            turn.lock().unlock();
        }
    }

    private void write(Bytes out, long now) {
        if (state != State.OPEN) {
            return;
        }
        if (heartbeat.strikes(now)) {
            frames.heartbeat(out, surroundings.now());
        }
        if (stats.strikes(now)) {
            regular(out);
        }
        for (LogSource source : merged.sources()) {
            source.tick(now);
        }
        merged.refresh(now);
        if (beginTails(now)) {
            lines(out, now);
        }
        tell(out);
        settle(out);
    }

    private void regular(Bytes out) {
        List<LogSource> sources = merged.sources();
        sources.forEach(LogSource::observe);
        if (app == null) {
            frames.status(out, Frames.Status.of(merged, surroundings.now()));
        }
        int active = (int) sources.stream().filter(source -> !source.isDone()).count();
        frames.stats(out, merged.waiting(), active);
    }

    /** Lets sources begin whose tails have been found; false while one that will be found soon is missing. */
    private boolean beginTails(long now) {
        List<LogSource> found = new ArrayList<>();
        for (LogSource source : merged.sources()) {
            if (source.found() != null) {
                found.add(source);
            } else if (!shared && source.isSearching() && !source.isHindered()) {
                return false;
            }
        }
        shared = true;
        Tails.begin(found, request.tail());
        found.forEach(source -> source.tick(now));
        return true;
    }

    private void lines(Bytes out, long now) {
        int count = 0;
        while (out.size() < BATCH) {
            LogSource source = merged.next(now);
            if (source == null) {
                break;
            }
            SourceLabel label = Objects.requireNonNull(labels.get(source.id()));
            frames.log(out, label, source.line(), merged.isLate(), merged::cursor);
            merged.released(source, now);
            count++;
        }
        surroundings.counts().lines().add(count);
    }

    /** Markers of a source come after its lines. */
    private void tell(Bytes out) {
        for (Told told = notices.poll(); told != null; told = notices.poll()) {
            mark(out, told.pod(), told.container(), told.notice());
        }
        for (LogSource source : List.copyOf(merged.sources())) {
            if (source.hasHead()) {
                continue;
            }
            Deque<Notice> own = source.notices();
            for (Notice notice = own.poll(); notice != null; notice = own.poll()) {
                if (notice.kind().equals(Farewells.KIND)) {
                    farewells.add(source.log(), notice);
                } else {
                    mark(out, source.log().pod().name(), source.log().container(), notice);
                }
            }
        }
        farewells.release(merged.sources(), (log, notice) -> mark(out, log.pod().name(), log.container(), notice));
    }

    private void mark(Bytes out, String pod, String container, Notice notice) {
        if (notice.gap() != null) {
            surroundings.counts().gaps().increment();
        }
        frames.marker(out, position(), pod, container, notice);
    }

    private void settle(Bytes out) {
        List<LogSource> sources = merged.sources();
        boolean over = true;
        for (LogSource source : sources) {
            if (source.isAborted() && !source.hasHead()) {
                state = State.ABORTED;
                return;
            }
            over &= source.isDone() && !source.hasHead() && source.notices().isEmpty();
        }
        if (app != null && request.follow()) {
            List.copyOf(sources).stream().filter(LogSource::isGone).forEach(merged::remove);
            stay(out, sources);
        } else if (over) {
            mark(out, "", "", Notice.of("end", "no more lines will come"));
            state = State.COMPLETE;
        }
    }

    /** An app goes on: pods may join. */
    private void stay(Bytes out, List<LogSource> sources) {
        boolean none = sources.stream().allMatch(LogSource::isDone);
        if (none && !empty) {
            mark(out, "", "", Notice.of("waiting", "waiting for pods"));
        }
        empty = none;
    }

    /** Where the viewer stands: the last line sent, before the first one where it begins. */
    private long position() {
        return merged.printed() == Timestamps.NONE ? start.floor() : merged.printed();
    }

    private void wake() {
        if (state != State.OPEN) {
            return;
        }
        long at = Math.min(Math.min(heartbeat.due(), stats.due()), merged.blockedUntil());
        for (LogSource source : merged.sources()) {
            at = Math.min(at, source.wakeAt());
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarm = surroundings.alarms().at(at, turn::ready);
    }

    @Override
    public State state() {
        turn.lock().lock();
        try {
            return state;
        } finally {
            turn.lock().unlock();
        }
    }

    @Override
    public void close() {
        turn.lock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (opened) {
                surroundings.counts().streams().decrement();
            }
            if (alarm != null) {
                alarm.cancel();
            }
            merged.sources().forEach(LogSource::close);
        } finally {
            turn.lock().unlock();
        }
        // Not under the turn: an informer may be waiting for it to tell of a pod.
        if (watch != null) {
            watch.close();
        }
    }
}
