package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer's stream: the sources, merged, as events. All work is done in {@link #poll}, under the stream's turn; what
 * is not asked for is not read.
 */
final class LogStream implements EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
    private static final int BATCH = 48 * 1024;

    private final Turn turn = new Turn();
    private final Surroundings surroundings;
    private final LogHub hub;
    private final LogRequest request;
    private final List<ContainerLog> logs;
    private final @Nullable KubeApp app;
    private final Viewing viewing;
    private final MergedLog merged;
    private final StreamStart start;
    private final StreamMembers members;
    private final Markers markers;
    private final Pulse pulse;
    private final WakeUp wakeUp;
    private final Passage passage;
    private final boolean alone;

    private boolean opened;
    private boolean closed;
    private boolean withdrawn;
    private State state = State.OPEN;
    private boolean empty;
    private boolean told;

    /** {@code app} is null when the stream is that of one pod; {@code prefixed} is for text. */
    LogStream(
            Surroundings surroundings,
            LogHub hub,
            LogRequest request,
            List<ContainerLog> logs,
            @Nullable KubeApp app,
            boolean prefixed,
            @Nullable Canary canary) {
        boolean all = request.follow() && ContainerChoice.of(request.query()).all();
        this.surroundings = surroundings;
        this.hub = hub;
        this.alone = app == null && logs.size() == 1 && !all;
        this.passage = new Passage(surroundings.counts());
        this.request = request;
        this.logs = List.copyOf(logs);
        this.app = app;
        this.viewing = new Viewing(request, Frames.of(request, prefixed), surroundings, hub, turn, alone, canary);
        this.merged = new MergedLog(request.mergeWindow());
        this.start = new StreamStart(request, logs, app);
        this.markers = new Markers(viewing, merged, start, alone);
        this.members = new StreamMembers(viewing, merged, start, markers, all, alone);
        this.pulse = new Pulse(viewing, merged, app == null);
        this.wakeUp = new WakeUp(surroundings.alarms(), this::rung);
        if (request.cursor() != null) {
            merged.resume(request.cursor().newest());
        }
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
        // Before it is judged: policy that changes meanwhile is then seen here or there.
        hub.opened(this);
        turn.news(() -> {
            opened = true;
            surroundings.counts().streams().increment();
            members.begin(logs);
        });
        if (request.follow() && app != null) {
            members.watch(app);
        } else if (request.follow()) {
            members.watch(logs.getFirst().pod(), this::reconsider);
        }
        judge();
    }

    /** Policy, or the pod, has changed: it is judged again, and ended on doubt. */
    void reconsider() {
        try {
            if (judge() && app != null) {
                members.compare();
            }
        } catch (RuntimeException e) {
            LOG.error("A stream cannot be judged and is ended", e);
            withdraw();
        }
    }

    /** Withdraws what may no longer be seen; says whether something is left. */
    private boolean judge() {
        if (!new Permission(surroundings.membership(), app, logs).isGiven()) {
            withdraw();
            return false;
        }
        if (app != null) {
            members.hide();
        }
        return true;
    }

    @Override
    public void withdraw() {
        turn.news(() -> withdrawn = true);
    }

    @Override
    public @Nullable ByteBuf poll() {
        turn.lock().lock();
        try {
            if (closed || !opened || state != State.OPEN) {
                return null;
            }
            if (withdrawn) {
                return farewell();
            }
            ByteBuf batch;
            do {
                told = false;
                batch = alone ? aloneBatch() : batch(this::merge);
            } while (batch == null && (told || isDue()));
            if (batch == null) {
                wake();
            } else if (viewing.canary() != null) {
                viewing.canary().handedOut(batch);
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
            if (batch != null) {
                passage.sliced(source);
            }
        }
        if (batch == null && state == State.OPEN) {
            batch = batch((out, now) -> conclude(out));
        }
        return batch;
    }

    private @Nullable ByteBuf farewell() {
        state = State.COMPLETE;
        Notice notice = Notice.of("policy-changed", "the log may no longer be seen");
        return batch((out, now) -> markers.write(out, notice));
    }

    private @Nullable ByteBuf batch(Scratch.Writing writing) {
        return Scratch.batch(viewing.nanos(), writing);
    }

    private void read(Subscription source, Bytes out, long now) {
        pulse.beat(out, now);
        source.tick(now);
        if (source.tail().isSearching()) {
            source.advance(now);
            start.beginTails(merged.sources(), now);
        }
        int count = 0;
        while (!source.isOnRing() && out.size() < BATCH && source.advance(now)) {
            passage.at(source);
            source.release();
            source.write(out, false, to -> LogCursor.begin(to, source.id(), source.line().time, source.line().count));
            source.pass();
            count++;
        }
        passage.sent(count);
    }

    private void merge(Bytes out, long now) {
        pulse.beat(out, now);
        for (Subscription source : merged.sources()) {
            source.tick(now);
        }
        merged.clock(Math.floorDiv(surroundings.now(), Timestamps.SECOND));
        merged.refresh(now);
        if (start.beginTails(merged.sources(), now)) {
            merged.refresh(now);
            lines(out, now);
        }
        conclude(out);
    }

    private void lines(Bytes out, long now) {
        int count = 0;
        while (out.size() < BATCH) {
            Subscription source = merged.next(now);
            if (source == null) {
                break;
            }
            passage.at(source);
            source.write(out, merged.isLate(), merged::cursor);
            merged.released(source, now);
            count++;
        }
        passage.sent(count);
    }

    private void conclude(Bytes out) {
        told |= markers.write(out);
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
            markers.write(out, Notice.of("end", "no more lines will come"));
            state = State.COMPLETE;
        }
    }

    /** An app goes on: pods may join. */
    private void stay(Bytes out, List<Subscription> sources) {
        boolean none = sources.stream().allMatch(Subscription::isDone);
        if (none && !empty) {
            markers.write(out, Notice.of("waiting", "waiting for pods"));
        }
        empty = none;
    }

    private boolean isDue() {
        return state == State.OPEN && merged.wakeAt() <= viewing.nanos();
    }

    private void wake() {
        if (state == State.OPEN) {
            wakeUp.by(Math.min(Math.min(pulse.due(), merged.blockedUntil()), merged.wakeAt()));
        }
    }

    private void rung() {
        turn.news(wakeUp::rang);
    }

    @Override
    public State state() {
        return turn.ask(() -> state);
    }

    @Override
    public ReadRange range() {
        return turn.ask(() -> passage.range(merged, alone));
    }

    @Override
    public void close() {
        turn.lock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            hub.closed(this);
            if (viewing.canary() != null) {
                viewing.canary().check();
            }
            if (opened) {
                surroundings.counts().streams().decrement();
            }
            wakeUp.cancel();
            members.end();
        } finally {
            turn.lock().unlock();
        }
        members.unwatch();
    }
}
