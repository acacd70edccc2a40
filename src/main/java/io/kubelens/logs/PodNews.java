package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import java.util.Collection;
import java.util.Optional;

/** What a viewer is told of the pod behind a log: how it fares, what of its log cannot be had, and that it has left. */
final class PodNews {
    private final ContainerLog log;
    private final Surroundings surroundings;
    private final Collection<Notice> notices;
    private final Vitals vitals;

    /** {@code notices} take what there is to tell. */
    PodNews(ContainerLog log, Surroundings surroundings, Collection<Notice> notices) {
        this.log = log;
        this.surroundings = surroundings;
        this.notices = notices;
        this.vitals = new Vitals(log.pod());
    }

    /** Tells restarts and readiness when they have changed. */
    void observe() {
        if (log.leads()) {
            current().ifPresent(pod -> vitals.changes(pod, notices));
        }
    }

    /** Tells that lines cannot be had, because Kubernetes does not give them or because the viewer was too slow. */
    void lost(long from, long to, boolean unreadable) {
        String why = unreadable ? "upstream" : "buffer";
        notices.add(Notice.gap(from, to, phase() == ContainerState.Phase.GONE ? "pod-deleted" : why));
    }

    /** Tells that the pod has left its app. {@code unread}: not all that it wrote has come. */
    void left(boolean unread, Progress progress) {
        if (unread && phase() != ContainerState.Phase.WAITING) {
            lost(progress.released().time(), surroundings.now(), true);
        }
        notices.add(Notice.of(Farewells.KIND, "pod removed from app"));
    }

    ContainerState.Phase phase() {
        return ContainerState.of(current(), log).phase();
    }

    private Optional<KubePod> current() {
        return surroundings.states().current(log.pod().namespace(), log.pod().name());
    }
}
