package io.kubelens.retention;

import io.kubelens.store.Capsule;
import io.kubelens.store.Termination;

/**
 * A run of a container whose log is kept, as listings show it.
 *
 * @param terminatedAt RFC 3339
 * @param exitCode -1 when Kubernetes did not say
 * @param signal 0 for none
 * @param bytes of the lines as Kubernetes sent them
 * @param complete whether it has every line of the run
 * @param expiresAt RFC 3339; from then on it cannot be read
 */
public record TerminatedJson(
        String uid,
        String podName,
        String containerName,
        int restart,
        String terminatedAt,
        int exitCode,
        int signal,
        String reason,
        long lines,
        long bytes,
        boolean complete,
        String expiresAt) {
    static TerminatedJson of(Capsule capsule) {
        Termination ended = capsule.termination();
        return new TerminatedJson(
                ended.key().podUid(),
                ended.podName(),
                ended.key().container(),
                ended.key().restart(),
                ended.terminatedAt().toString(),
                ended.exitCode(),
                ended.signal(),
                ended.reason(),
                capsule.lines(),
                capsule.bytes(),
                capsule.complete(),
                capsule.expiresAt().toString());
    }
}
