package io.kubelens.retention;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodEvent;
import io.kubelens.store.Capsule;
import io.kubelens.store.CapsuleKey;
import io.kubelens.store.CapsuleQuery;
import io.kubelens.store.Receipt;
import io.kubelens.store.SealedCapsule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of containers that have ended and whose logs the store does not have yet, whatever routes come and go. Each is
 * sent through the routes that serve now, a few at a time, until the store has acknowledged it or its time is over.
 */
public final class Captures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Captures.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Runs are seen sooner than this, when somebody is there to see them. */
    private static final Duration OLD = Duration.ofSeconds(30);

    private final Duration life;
    private final Clock clock;
    private final RetentionCounts counts = new RetentionCounts();
    private final List<Consumer<EndedRun>> sinks = new CopyOnWriteArrayList<>();
    private final Backlog pending;
    private final Map<String, Set<CapsuleKey>> known = new HashMap<>();
    private final Thread sender = Thread.ofVirtual().name("captures").unstarted(this::run);
    private final Consumer<CapsuleKey> done;
    private boolean news;

    /**
     * @param life how long a log is kept after its run has ended; zero for not at all
     * @param room for the logs that wait for the store, among others
     * @param done told of every run that is waited for no more
     */
    public Captures(Duration life, Clock clock, Room room, Consumer<CapsuleKey> done) {
        this.life = life;
        this.clock = clock;
        this.pending = new Backlog(room);
        this.done = done;
    }

    public void start() {
        sender.start();
    }

    /** Where to send runs; the newest counts. */
    public void attach(Consumer<EndedRun> sink) {
        sinks.add(sink);
        wake();
    }

    public void detach(Consumer<EndedRun> sink) {
        sinks.remove(sink);
    }

    /** Told of every change of a pod. Does not block. */
    public void hear(PodEvent event) {
        KubePod pod = event.pod();
        Instant now = clock.instant();
        boolean deleted = event.kind() == PodEvent.Kind.DELETED;
        synchronized (this) {
            ContainerRun.ended(pod).forEach(run -> add(EndedRun.of(pod, run, now)));
            known.getOrDefault(pod.uid(), new HashSet<>())
                    .removeIf(key -> pending.find(key) == null && !isAmongEnded(key, pod));
            if (deleted) {
                ContainerRun.running(pod).forEach(run -> add(EndedRun.of(pod, run, now)));
                known.remove(pod.uid());
                pending.lose(pod.uid());
            }
        }
    }

    /** Kubernetes tells of the last two runs of a container; of what it has forgotten nobody is told again. */
    private static boolean isAmongEnded(CapsuleKey key, KubePod pod) {
        return ContainerRun.ended(pod).stream()
                .anyMatch(run -> run.container().equals(key.container()) && run.restart() == key.restart());
    }

    private void add(EndedRun ended) {
        CapsuleKey key = ended.key();
        if (isOver(ended)
                || !known.computeIfAbsent(key.podUid(), uid -> new HashSet<>()).add(key)) {
            return;
        }
        EndedRun oldest = pending.add(new Pending(ended, isOld(ended), System.nanoTime()));
        if (oldest != null) {
            lose(oldest);
        }
        wake();
    }

    private boolean isOver(EndedRun ended) {
        return !clock.instant().isBefore(expiry(ended));
    }

    Instant expiry(EndedRun ended) {
        return ended.endedAt().plus(life);
    }

    private synchronized void wake() {
        news = true;
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                List<EndedRun> due = await();
                due.forEach(this::send);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<EndedRun> await() throws InterruptedException {
        List<EndedRun> due = due();
        while (due.isEmpty()) {
            if (!news) {
                wait(LOOK.toMillis());
            }
            news = false;
            due = due();
        }
        return due;
    }

    private List<EndedRun> due() {
        long now = System.nanoTime();
        pending.stuck(now).forEach(run -> fail(run, now));
        pending.removeIf(this::isOver).forEach(this::lose);
        return sinks.isEmpty() ? List.of() : pending.due(now);
    }

    private void lose(EndedRun ended) {
        counts.lost().increment();
        done.accept(ended.key());
    }

    private void send(EndedRun ended) {
        try {
            sinks.getLast().accept(ended);
        } catch (NotKept e) {
            forget(ended.key());
        } catch (RuntimeException e) {
            LOG.warn("log of {} was not handed on, trying again: {}", ended.key(), e.toString());
            failed(ended);
        }
    }

    /** Not for ever: policy may come to show it. */
    private synchronized void forget(CapsuleKey key) {
        known.getOrDefault(key.podUid(), new HashSet<>()).remove(key);
        pending.remove(key);
        done.accept(key);
    }

    private void fail(Pending each, long now) {
        pending.fail(each, now);
        counts.failures().increment();
    }

    /** The log of a run is being read now; null when nothing of it is known yet. */
    synchronized @Nullable SealedCapsule reading(EndedRun ended) {
        Pending mine = pending.find(ended.key());
        return mine == null ? null : mine.read();
    }

    /** It has been read. Says whether it goes to the store at once, and not later with those that failed. */
    synchronized boolean sealed(EndedRun ended, SealedCapsule log) {
        Pending mine = pending.find(ended.key());
        boolean goes = mine == null || pending.store(mine, log, System.nanoTime());
        wake();
        return goes;
    }

    /** It could not be read, or not be stored, and is sent again later. */
    public synchronized void failed(EndedRun ended) {
        Pending mine = pending.find(ended.key());
        if (mine != null && mine.isUnderWay()) {
            fail(mine, System.nanoTime());
            wake();
        }
    }

    /** The store has it. */
    public synchronized void stored(Receipt receipt) {
        Pending mine = pending.remove(receipt.key());
        if (mine == null) {
            return;
        }
        done.accept(receipt.key());
        counts.captured().increment();
        counts.gaps().add(mine.hasGap() ? 1 : 0);
        pending.stored(System.nanoTime());
        wake();
    }

    /** What the summary of its pod says of a run whose log is stored. */
    public RunSummary summary(EndedRun ended, Receipt receipt) {
        return new RunSummary(
                ended.pod().namespace(),
                ended.pod().name(),
                ended.pod().uid(),
                ended.run().container(),
                ended.run().restart(),
                ended.endedAt().toString(),
                ended.run().exitCode(),
                ended.run().signal(),
                ended.run().reason(),
                receipt.added());
    }

    /** What to ask the store for, to see whether it has the run already. */
    public CapsuleQuery query(EndedRun ended) {
        KubePod pod = ended.pod();
        return CapsuleQuery.ofPod(pod.namespace(), pod.name()).withUid(pod.uid());
    }

    /** Whether the run may be stored already, because it ended before it was seen here. */
    public boolean isOld(EndedRun ended) {
        return ended.endedAt().plus(OLD).isBefore(clock.instant());
    }

    /** A run that is among what the store has is done. */
    public void compare(EndedRun ended, List<Capsule> stored) {
        if (stored.stream().anyMatch(capsule -> capsule.key().equals(ended.key()))) {
            stored(new Receipt(ended.key(), false));
        }
    }

    /** Whether the log of a run is still waited for. */
    public synchronized boolean awaits(CapsuleKey key) {
        return pending.find(key) != null;
    }

    /** Whether the run is still waited for. */
    public synchronized boolean isPending(EndedRun ended) {
        return pending.find(ended.key()) != null;
    }

    public synchronized int pending() {
        return pending.size();
    }

    /** Bytes of logs that wait for the store. */
    public synchronized long held() {
        return pending.held();
    }

    public RetentionCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        sender.interrupt();
    }
}
