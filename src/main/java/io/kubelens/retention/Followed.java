package io.kubelens.retention;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodEvent;
import io.kubelens.store.CapsuleKey;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Logs that are followed because Kubernetes may let go of them as soon as they end: those of pods that are being deleted,
 * and those that {@code retention.follow} says. As many as memory allows; the others are read when they have ended.
 */
public final class Followed implements AutoCloseable {
    private final LogUpstream upstream;
    private final Predicate<KubePod> ahead;
    private final Predicate<KubePod> hidden;
    private final IntSupplier maxLines;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Room room;
    private final Map<CapsuleKey, Following> logs = new HashMap<>();
    private boolean closed;

    /**
     * @param ahead whose logs to follow long before their end
     * @param hidden whose logs not to keep at all
     * @param nanoTime as {@link System#nanoTime}: clocks may be set back
     */
    public Followed(
            LogUpstream upstream,
            Predicate<KubePod> ahead,
            Predicate<KubePod> hidden,
            IntSupplier maxLines,
            Room room,
            Clock clock,
            LongSupplier nanoTime) {
        this.upstream = upstream;
        this.ahead = ahead;
        this.hidden = hidden;
        this.maxLines = maxLines;
        this.room = room;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Told of every change of a pod. Does not block. */
    public synchronized void hear(PodEvent event) {
        KubePod pod = event.pod();
        dropForgotten(pod);
        if (closed
                || event.kind() == PodEvent.Kind.DELETED
                || hidden.test(pod)
                || !(pod.deleting() || ahead.test(pod))) {
            return;
        }
        for (ContainerRun run : ContainerRun.running(pod)) {
            EndedRun later = EndedRun.of(pod, run, clock.instant());
            Following known = logs.get(later.key());
            if (room.isTight()) {
                return;
            }
            if (known == null) {
                logs.put(later.key(), new Following(pod, follow(later), maxLines.getAsInt()));
            } else {
                known.look(nanoTime.getAsLong(), () -> follow(later));
            }
        }
    }

    private RunLog follow(EndedRun later) {
        return RunLog.yielding(maxLines.getAsInt(), room)
                .start(upstream, Capture.request(later, false, true, maxLines.getAsInt()));
    }

    /** Of runs that Kubernetes has forgotten before anybody heard of their end, nobody asks for the log. */
    private void dropForgotten(KubePod pod) {
        List<ContainerRun> told = Stream.concat(ContainerRun.ended(pod).stream(), ContainerRun.running(pod).stream())
                .toList();
        drop((key, each) -> key.podUid().equals(pod.uid())
                && told.stream().anyMatch(run -> run.container().equals(key.container()))
                && told.stream()
                        .filter(run -> run.container().equals(key.container()))
                        .allMatch(run -> run.restart() > key.restart()));
    }

    /** The runs of a pod whose logs are followed. */
    public synchronized List<CapsuleKey> ofPod(String uid) {
        return logs.keySet().stream().filter(key -> key.podUid().equals(uid)).toList();
    }

    /** Looks at a pod that has not changed: it may be one to be followed ahead since then. */
    public void look(KubePod pod) {
        hear(new PodEvent(PodEvent.Kind.MODIFIED, pod));
    }

    /** Policy has changed: nothing is read on of what it hides. */
    public synchronized void reconsider() {
        drop((key, each) -> hidden.test(each.pod));
    }

    private void drop(BiPredicate<CapsuleKey, Following> which) {
        List.copyOf(logs.entrySet()).stream()
                .filter(each -> which.test(each.getKey(), each.getValue()))
                .forEach(each -> drop(each.getKey()));
    }

    public synchronized int size() {
        return logs.size();
    }

    /** The log of a run that was followed, from now on the caller's; null if it was not. */
    synchronized @Nullable RunLog take(EndedRun ended) {
        Following known = logs.remove(ended.key());
        return known == null ? null : known.take();
    }

    /** A log that could not be put to use yet. */
    synchronized void giveBack(EndedRun ended, @Nullable RunLog log) {
        if (log != null) {
            drop(ended.key());
            if (closed) {
                log.close();
                return;
            }
            logs.put(ended.key(), new Following(ended.pod(), log, maxLines.getAsInt()));
        }
    }

    /** A run whose log is not kept. */
    public synchronized void drop(CapsuleKey key) {
        Following known = logs.remove(key);
        if (known != null) {
            known.take().close();
        }
    }

    /** Lets go of all, and follows nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        drop((key, each) -> true);
    }
}
