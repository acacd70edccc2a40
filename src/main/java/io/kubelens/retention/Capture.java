package io.kubelens.retention;

import io.kubelens.kube.KubeEvent;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import io.kubelens.store.CapsuleEvent;
import io.kubelens.store.CapsuleGap;
import io.kubelens.store.CapsuleWriter;
import io.kubelens.store.ChunkSpan;
import io.kubelens.store.SealedCapsule;
import io.kubelens.store.Termination;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the log of a run that has ended, from whoever still has it. */
public final class Capture {
    /** Of a log, unpacked; more than the kubelet's files usually hold. */
    static final long MOST_BYTES = 16L * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A container has ended; those who follow its log hear of that soon. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** Kubernetes tells whole seconds, of the node's clock. */
    private static final long SKEW = Duration.ofSeconds(2).toNanos();

    private final LogUpstream upstream;
    private final BiFunction<String, String, Optional<KubePod>> cache;
    private final BiFunction<String, String, List<KubeEvent>> events;
    private final Captures captures;
    private final Followed followed;
    private final Held held;
    private final IntSupplier maxLines;
    private final Clock clock;

    /** What is in memory of a log, for its viewers. */
    @FunctionalInterface
    public interface Held {
        /** As the kubelet has written them; empty when there are none. */
        byte[] lines(EndedRun ended);
    }

    /**
     * @param cache the pod of a namespace and a name
     * @param events of a namespace and a pod's UID, oldest first
     * @param maxLines the last so many lines of a log are kept
     */
    public Capture(
            LogUpstream upstream,
            BiFunction<String, String, Optional<KubePod>> cache,
            BiFunction<String, String, List<KubeEvent>> events,
            Captures captures,
            Followed followed,
            Held held,
            IntSupplier maxLines,
            Clock clock) {
        this.upstream = upstream;
        this.cache = cache;
        this.events = events;
        this.captures = captures;
        this.followed = followed;
        this.held = held;
        this.maxLines = maxLines;
        this.clock = clock;
    }

    /** The log with what is known of the run; with a gap where nobody has it any more. */
    public SealedCapsule log(EndedRun ended) {
        SealedCapsule known = captures.reading(ended);
        try {
            SealedCapsule log = known == null ? read(ended) : known;
            captures.sealed(ended, log);
            return log;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            captures.failed(ended);
            throw new Unread("stopped");
        } catch (RuntimeException e) {
            captures.failed(ended);
            throw e;
        }
    }

    private SealedCapsule read(EndedRun ended) throws InterruptedException {
        RunLog ahead = followed.take(ended);
        if (ahead != null) {
            ahead.await(LAST_WORDS);
            boolean whole =
                    ahead.isWhole() && ahead.endedAt() + 1000 >= ended.endedAt().toEpochMilli();
            if (whole) {
                return seal(ended, ahead, null);
            }
        }
        String missing = "pod-deleted";
        if (isThere(ended)) {
            RunLog log = fromKubernetes(ended, ended.run().previous());
            if (log.isWhole() && isThere(ended)) {
                if (isOfRun(ended, log)) {
                    return seal(ended, log, null);
                }
                log = fromKubernetes(ended, true);
                if (log.isWhole() && isOfRun(ended, log)) {
                    return seal(ended, log, null);
                }
            }
            missing = why(ended, log);
        }
        return seal(ended, best(ended, ahead), missing);
    }

    /** Of what is left of a log that Kubernetes has no more, the longest. */
    private RunLog best(EndedRun ended, @Nullable RunLog ahead) {
        byte[] lines = held.lines(ended);
        RunLog inMemory = new RunLog(writer());
        if (lines.length > 0) {
            inMemory.chunk(ByteBuffer.wrap(lines));
        }
        if (ahead == null || ahead.lines() < inMemory.lines()) {
            if (ahead != null) {
                ahead.close();
            }
            return inMemory;
        }
        return ahead;
    }

    /** Why a log is not to be had, when that is final. */
    private String why(EndedRun ended, RunLog log) {
        Failure failure = log.failure();
        log.close();
        if (!isThere(ended) || failure == Failure.ABSENT) {
            return "pod-deleted";
        }
        if (failure == null && log.isWhole()) {
            return "rotated";
        }
        if (failure == Failure.UNKNOWN_CONTAINER) {
            return "rotated";
        }
        throw new Unread("log of " + ended.key() + " cannot be read now: "
                + (failure == null ? "the node says why it has none" : failure.name()));
    }

    /** Whether the name is still that pod's, as far as the cache knows. */
    private boolean isThere(EndedRun ended) {
        KubePod pod = ended.pod();
        return cache.apply(pod.namespace(), pod.name())
                .filter(now -> now.uid().equals(pod.uid()))
                .isPresent();
    }

    private RunLog fromKubernetes(EndedRun ended, boolean previous) throws InterruptedException {
        RunLog log = new RunLog(writer()).start(upstream, request(ended, previous, false, maxLines.getAsInt()));
        if (!log.await(PATIENCE)) {
            log.close();
            throw new Unread("log of " + ended.key() + " takes too long");
        }
        return log;
    }

    static PodLogs.Request request(EndedRun ended, boolean previous, boolean follow, int lines) {
        KubePod pod = ended.pod();
        return new PodLogs.Request(
                pod.namespace(),
                pod.name(),
                ended.run().container(),
                follow,
                OptionalInt.of(lines),
                OptionalLong.empty(),
                previous);
    }

    private CapsuleWriter writer() {
        return new CapsuleWriter(maxLines.getAsInt(), MOST_BYTES);
    }

    /** Whether these can be the lines of the run: a container may have been started again meanwhile. */
    private static boolean isOfRun(EndedRun ended, RunLog log) {
        Instant finished = ended.run().finishedAt();
        long first = log.first();
        return finished == null
                || first == ChunkSpan.NONE
                || first <= finished.getEpochSecond() * 1_000_000_000L + SKEW;
    }

    private SealedCapsule seal(EndedRun ended, RunLog log, @Nullable String missing) {
        boolean complete = missing == null && log.lines() < maxLines.getAsInt();
        CapsuleGap gap = missing == null ? null : new CapsuleGap(null, null, missing);
        return log.close().seal(termination(ended), complete, gap, captures.expiry(ended), clock);
    }

    private Termination termination(EndedRun ended) {
        KubePod pod = ended.pod();
        return new Termination(
                ended.key(),
                pod.namespace(),
                pod.name(),
                pod.labels(),
                pod.createdAt().orElse(null),
                pod.containers(),
                pod.ownerApp().orElse(""),
                ended.run().startedAt(),
                ended.endedAt(),
                ended.run().exitCode(),
                ended.run().signal(),
                ended.run().reason(),
                events.apply(pod.namespace(), pod.uid()).stream()
                        .map(each ->
                                new CapsuleEvent(each.time(), each.type(), each.reason(), each.message(), each.count()))
                        .toList());
    }
}
