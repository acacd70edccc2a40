package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
    private final Set<SourceId> ids = new HashSet<>();
    private final Deque<Told> notices = new ArrayDeque<>();
    private final Farewells farewells = new Farewells();
    private final Beat heartbeat;
    private final Beat stats;
    private final StreamStart start;
    private final LogHub hub;
    private final boolean all;
    private final boolean alone;
    private final @Nullable Canary canary;

    private Membership.@Nullable Watch watch;
    private Alarms.@Nullable Alarm alarm;
    private long alarmAt = Reopening.NEVER;
    private boolean shared;
    private boolean opened;
    private boolean closed;
    private State state = State.OPEN;
    private boolean empty;
    private boolean told;

    private record Told(String pod, String container, Notice notice) {}

    /** {@code app} is null when the stream is that of one pod; {@code prefixed} is for text. */
    LogStream(
            Surroundings surroundings,
            LogHub hub,
            LogRequest request,
            List<ContainerLog> logs,
            @Nullable KubeApp app,
            boolean prefixed,
            @Nullable Canary canary) {
        this.surroundings = surroundings;
        this.hub = hub;
        this.all = request.follow() && ContainerChoice.of(request.query()).all();
        this.alone = app == null && logs.size() == 1 && !all;
        this.canary = canary;
        this.request = request;
        this.logs = List.copyOf(logs);
        this.app = app;
        this.frames = Frames.of(request, prefixed);
        this.merged = new MergedLog(request.mergeWindow());
        this.start = new StreamStart(request, logs, app);
        if (request.cursor() != null) {
            merged.resume(request.cursor().newest());
        }
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
            start.lost(logs, surroundings.now()).forEach(gap -> notices.add(new Told("", "", gap)));
        });
        if (request.follow() && app != null) {
            keep(watch(app));
        } else if (request.follow()) {
            KubePod pod = logs.getFirst().pod();
            keep(surroundings.membership().watch(pod, () -> surroundings
                    .states()
                    .current(pod.namespace(), pod.name())
                    .ifPresent(this::changed)));
        }
    }

    private Membership.Watch watch(KubeApp whole) {
        return surroundings.membership().watch(whole, new Membership.Listener() {
            @Override
            public void joined(KubePod pod) {
                // Not under the turn: it goes through the routes.
                surroundings.open(pod, request.query()).ifPresent(log -> turn.news(() -> join(log)));
            }

            @Override
            public void changed(KubePod pod) {
                LogStream.this.changed(pod);
            }

            @Override
            public void left(KubePod pod) {
                turn.news(() -> leave(pod.uid()));
            }
        });
    }

    private void keep(Membership.Watch started) {
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
        Subscription source = new Subscription(log, new Viewing(request, frames, surroundings, hub, turn, canary));
        ids.add(source.id());
        merged.add(source);
        start.begin(source, later, alone);
    }

    private void join(PodLog joined) {
        List<ContainerLog> all = ContainerLog.current(joined);
        if (closed || all.isEmpty() || ids.contains(SourceId.of(all.getFirst()))) {
            return;
        }
        String container = all.size() == 1 ? all.getFirst().container() : "";
        notices.add(new Told(joined.pod().name(), container, Notice.of("pod-added", "pod added to app")));
        all.forEach(log -> add(log, true));
    }

    private void changed(KubePod pod) {
        AtomicBoolean grown = new AtomicBoolean();
        turn.news(() -> {
            observe(pod.uid());
            grown.set(all && containers(pod).anyMatch(log -> !ids.contains(SourceId.of(log))));
        });
        if (grown.get()) {
            // An ephemeral container. Not under the turn: it goes through the routes.
            surroundings.open(pod, request.query()).ifPresent(log -> turn.news(() -> grow(log)));
        }
    }

    private static Stream<ContainerLog> containers(KubePod pod) {
        return ContainerLog.current(new PodLog(pod, Containers.names(pod))).stream();
    }

    private void grow(PodLog grown) {
        boolean known = merged.sources().stream()
                .anyMatch(source -> source.log().pod().uid().equals(grown.pod().uid()));
        if (!closed && known) {
            ContainerLog.current(grown).stream()
                    .filter(log -> !ids.contains(SourceId.of(log)))
                    .forEach(log -> add(log, true));
        }
    }

    private void observe(String uid) {
        merged.sources().stream()
                .filter(source -> source.log().pod().uid().equals(uid))
                .forEach(Subscription::observe);
    }

    private void leave(String uid) {
        long now = surroundings.alarms().nanos();
        for (Subscription source : merged.sources()) {
            if (source.log().pod().uid().equals(uid) && !source.isDone()) {
                source.drain(now, now + DRAIN);
            }
        }
    }

    @Override
    public @Nullable ByteBuf poll() {
        turn.lock().lock();
        try {
            if (closed || !opened || state != State.OPEN) {
                return null;
            }
            ByteBuf batch;
            do {
                told = false;
                batch = alone ? aloneBatch() : batch(this::merge);
            } while (batch == null && (told || isDue()));
            if (batch == null) {
                wake();
            } else if (canary != null) {
                canary.handedOut(batch);
            }
            return batch;
        } finally {
            turn.lock().unlock();
        }
    }

    /** Of one source alone, what is in its shared log is sent as it lies there. */
    private @Nullable ByteBuf aloneBatch() {
        Subscription source = merged.sources().getFirst();
        ByteBuf batch = batch((out, now) -> read(source, out, now));
        if (batch == null && state == State.OPEN) {
            batch = source.slice();
            surroundings.counts().lines().add(batch == null ? 0 : source.sliced());
        }
        if (batch == null && state == State.OPEN) {
            batch = batch((out, now) -> conclude(out));
        }
        return batch;
    }

    private interface Writing {
        void write(Bytes out, long now);
    }

    private @Nullable ByteBuf batch(Writing writing) {
        Bytes out = SCRATCH.get();
        out.clear();
        writing.write(out, surroundings.alarms().nanos());
        if (out.size() == 0) {
            return null;
        }
        ByteBuf batch = Unpooled.copiedBuffer(out.array(), 0, out.size());
        if (out.array().length > LARGEST_SCRATCH) {
            SCRATCH.remove();
        }
        return batch;
    }

    private void read(Subscription source, Bytes out, long now) {
        beats(out, now);
        source.tick(now);
        if (source.tail().isSearching()) {
            source.advance(now);
            beginTails(now);
        }
        int count = 0;
        while (!source.isOnRing() && out.size() < BATCH && source.advance(now)) {
            source.release();
            source.write(out, false, to -> LogCursor.begin(to, source.id(), source.line().time, source.line().count));
            source.pass();
            count++;
        }
        surroundings.counts().lines().add(count);
    }

    private void merge(Bytes out, long now) {
        beats(out, now);
        for (Subscription source : merged.sources()) {
            source.tick(now);
        }
        merged.clock(Math.floorDiv(surroundings.now(), Timestamps.SECOND));
        merged.refresh(now);
        if (beginTails(now)) {
            merged.refresh(now);
            lines(out, now);
        }
        conclude(out);
    }

    private void conclude(Bytes out) {
        tell(out);
        settle(out);
    }

    private void beats(Bytes out, long now) {
        if (heartbeat.strikes(now)) {
            frames.heartbeat(out, surroundings.now());
        }
        if (stats.strikes(now)) {
            if (canary != null) {
                canary.check();
            }
            regular(out);
        }
    }

    private void regular(Bytes out) {
        List<Subscription> sources = merged.sources();
        if (app == null) {
            frames.status(out, Frames.Status.of(merged, surroundings.now()));
        }
        int active = (int) sources.stream().filter(source -> !source.isDone()).count();
        frames.stats(out, merged.waiting(), active);
    }

    /** Lets sources begin whose tails have been found; false while one that will be found soon is missing. */
    private boolean beginTails(long now) {
        List<Subscription> found = new ArrayList<>();
        for (Subscription source : merged.sources()) {
            if (!source.tail().isSearching()) {
                continue;
            }
            if (source.tail().times() != null) {
                found.add(source);
            } else if (!shared && !source.tail().isHindered()) {
                return false;
            }
        }
        if (found.isEmpty() || Tails.begin(found, request.tail())) {
            shared = true;
        }
        found.forEach(source -> source.tick(now));
        return shared;
    }

    private void lines(Bytes out, long now) {
        int count = 0;
        while (out.size() < BATCH) {
            Subscription source = merged.next(now);
            if (source == null) {
                break;
            }
            source.write(out, merged.isLate(), merged::cursor);
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
        for (Subscription source : List.copyOf(merged.sources())) {
            if (source.hasHead()) {
                continue;
            }
            Deque<Notice> own = source.notices();
            for (Notice notice = own.poll(); notice != null; notice = own.poll()) {
                told = true;
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
            if (canary != null) {
                canary.gap();
            }
        }
        frames.marker(out, position(), pod, container, notice);
    }

    private void settle(Bytes out) {
        List<Subscription> sources = merged.sources();
        boolean over = true;
        for (Subscription source : sources) {
            if (source.whereabouts().isAborted() && !source.hasHead()) {
                state = State.ABORTED;
                return;
            }
            over &= source.isDone() && !source.hasHead() && source.notices().isEmpty();
        }
        if (app != null && request.follow()) {
            List.copyOf(sources).stream().filter(Subscription::isGone).forEach(merged::remove);
            stay(out, sources);
        } else if (over) {
            mark(out, "", "", Notice.of("end", "no more lines will come"));
            state = State.COMPLETE;
        }
    }

    /** An app goes on: pods may join. */
    private void stay(Bytes out, List<Subscription> sources) {
        boolean none = sources.stream().allMatch(Subscription::isDone);
        if (none && !empty) {
            mark(out, "", "", Notice.of("waiting", "waiting for pods"));
        }
        empty = none;
    }

    /** Where the viewer stands: the last line sent, before the first one where it begins. */
    private long position() {
        long printed = alone ? merged.sources().getFirst().progress().printed() : merged.printed();
        return printed == Timestamps.NONE ? start.floor() : printed;
    }

    private boolean isDue() {
        if (state != State.OPEN) {
            return false;
        }
        long now = surroundings.alarms().nanos();
        for (Subscription source : merged.sources()) {
            if (source.wakeAt() <= now) {
                return true;
            }
        }
        return false;
    }

    private void wake() {
        if (state != State.OPEN) {
            return;
        }
        long at = Math.min(Math.min(heartbeat.due(), stats.due()), merged.blockedUntil());
        for (Subscription source : merged.sources()) {
            at = Math.min(at, source.wakeAt());
        }
        if (at >= alarmAt) {
            // It rings too early then, and the stream is asked again.
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmAt = at;
        alarm = surroundings.alarms().at(at, this::rung);
    }

    private void rung() {
        turn.news(() -> alarmAt = Reopening.NEVER);
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
            if (canary != null) {
                canary.check();
            }
            if (opened) {
                surroundings.counts().streams().decrement();
            }
            if (alarm != null) {
                alarm.cancel();
            }
            merged.sources().forEach(Subscription::close);
        } finally {
            turn.lock().unlock();
        }
        // Not under the turn: an informer may be waiting for it to tell of a pod.
        if (watch != null) {
            watch.close();
        }
    }
}
