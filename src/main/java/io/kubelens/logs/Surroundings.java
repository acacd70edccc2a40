package io.kubelens.logs;

import io.kubelens.kube.GonePod;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.request.Query;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every stream of this process shares.
 *
 * @param chance numbers from 0 to 1, for jitter
 */
record Surroundings(
        LogUpstream upstream,
        ContainerStates states,
        Membership membership,
        PodOpener opener,
        Alarms alarms,
        Clock clock,
        DoubleSupplier chance,
        LogCounts counts,
        UpstreamSlots slots) {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /** The same for one log: that of a pod that is gone is read where it is kept, and stands as it stood last. */
    Surroundings of(ContainerLog log) {
        GonePod gone = log.pod().gone();
        return gone == null
                ? this
                : new Surroundings(
                        gone.log(),
                        (namespace, name) -> Optional.of(log.pod()),
                        membership,
                        opener,
                        alarms,
                        clock,
                        chance,
                        counts,
                        slots);
    }

    /** Wall-clock time in nanoseconds since 1970. */
    long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * Timestamps.SECOND + now.getNano();
    }

    /** The log of a pod that joins; empty when the routes refuse it. */
    Optional<PodLog> open(KubePod pod, Query query) {
        try {
            return Optional.of(opener.open(pod, query));
        } catch (RuntimeException refusal) {
            LOG.info("pod {} joins no stream: {}", pod.name(), refusal.toString());
            return Optional.empty();
        }
    }
}
