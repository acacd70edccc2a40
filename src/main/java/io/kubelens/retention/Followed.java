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
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Logs that are followed because Kubernetes may let go of them as soon as they end: those of pods that are being deleted,
 * and those that {@code retention.follow} says. As many as memory allows; the others are read when they have ended.
 */
public final class Followed {
    private final LogUpstream upstream;
    private final Predicate<KubePod> ahead;
    private final Predicate<KubePod> hidden;
    private final IntSupplier maxLines;
    private final Clock clock;
    private final Room room;
    private final Map<CapsuleKey, Following> logs = new HashMap<>();

    private record Following(KubePod pod, RunLog log) {}

    /**
     * @param ahead whose logs to follow long before their end
     * @param hidden whose logs not to keep at all
     */
    public Followed(
            LogUpstream upstream,
            Predicate<KubePod> ahead,
            Predicate<KubePod> hidden,
            IntSupplier maxLines,
            Room room,
            Clock clock) {
        this.upstream = upstream;
        this.ahead = ahead;
        this.hidden = hidden;
        this.maxLines = maxLines;
        this.room = room;
        this.clock = clock;
    }

    /** Told of every change of a pod. Does not block. */
    public synchronized void hear(PodEvent event) {
        KubePod pod = event.pod();
        if (event.kind() == PodEvent.Kind.DELETED || hidden.test(pod) || !(pod.deleting() || ahead.test(pod))) {
            return;
        }
        for (ContainerRun run : ContainerRun.running(pod)) {
            EndedRun later = EndedRun.of(pod, run, clock.instant());
            Following known = logs.get(later.key());
            if ((known == null || known.log().failure() != null) && !room.isTight()) {
                drop(later.key());
                RunLog log = new RunLog(maxLines.getAsInt(), room);
                logs.put(later.key(), new Following(pod, log));
                log.start(upstream, Capture.request(later, false, true, maxLines.getAsInt()));
            }
        }
    }

    /** Looks at a pod that has not changed: it may be one to be followed ahead since then. */
    public void look(KubePod pod) {
        hear(new PodEvent(PodEvent.Kind.MODIFIED, pod));
    }

    /** Policy has changed: nothing is read on of what it hides. */
    public synchronized void reconsider() {
        List.copyOf(logs.entrySet()).stream()
                .filter(each -> hidden.test(each.getValue().pod()))
                .forEach(each -> drop(each.getKey()));
    }

    public synchronized int size() {
        return logs.size();
    }

    /** The log of a run that was followed, from now on the caller's; null if it was not. */
    synchronized @Nullable RunLog take(EndedRun ended) {
        Following known = logs.remove(ended.key());
        return known == null ? null : known.log();
    }

    /** A log that could not be put to use yet. */
    synchronized void giveBack(EndedRun ended, @Nullable RunLog log) {
        if (log != null) {
            drop(ended.key());
            logs.put(ended.key(), new Following(ended.pod(), log));
        }
    }

    /** A run whose log is not kept. */
    public synchronized void drop(CapsuleKey key) {
        Following known = logs.remove(key);
        if (known != null) {
            known.log().close();
        }
    }
}
