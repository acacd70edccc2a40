package io.kubelens.retention;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.KubePod;
import io.kubelens.store.CapsuleKey;
import java.time.Instant;

/**
 * A run of a container that has ended: what {@code from: pod-events} delivers.
 *
 * @param pod as it was seen last
 * @param endedAt as Kubernetes says; when it was seen, if Kubernetes does not say
 */
public record EndedRun(KubePod pod, ContainerRun run, Instant endedAt) {

    static EndedRun of(KubePod pod, ContainerRun run, Instant seen) {
        Instant finished = run.finishedAt();
        return new EndedRun(pod, run, finished == null ? seen : finished);
    }

    public CapsuleKey key() {
        return new CapsuleKey(pod.uid(), run.container(), run.restart());
    }
}
