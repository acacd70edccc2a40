package io.kubelens.retention;

import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.HeldRun;
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
    private final Room room;
    private final Clock clock;

    /** What is in memory of a log, for its viewers. */
    @FunctionalInterface
    public interface Held {
        /** Empty when nothing is known of the run; waits so long at most until it has been read to its end. */
        Optional<HeldRun> of(EndedRun ended, Duration patience) throws InterruptedException;
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
            Room room,
            Clock clock) {
        this.upstream = upstream;
        this.cache = cache;
        this.events = events;
        this.captures = captures;
        this.followed = followed;
        this.held = held;
        this.maxLines = maxLines;
        this.room = room;
        this.clock = clock;
    }

    /**
     * The log with what is known of the run; with a gap where nobody has it any more.
     *
     * @throws RuntimeException if it cannot be read or stored now; it is sent again
     */
    public SealedCapsule log(EndedRun ended) {
        SealedCapsule known = captures.reading(ended);
        try {
            SealedCapsule log = known == null ? read(ended) : known;
            if (!captures.sealed(ended, log)) {
                throw new Unread("store does not answer");
            }
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
        try {
            return read(ended, ahead);
        } catch (InterruptedException | RuntimeException e) {
            followed.giveBack(ended, ahead);
            throw e;
        }
    }

    private SealedCapsule read(EndedRun ended, @Nullable RunLog ahead) throws InterruptedException {
        if (ahead != null) {
            ahead.await(LAST_WORDS);
            boolean whole =
                    ahead.isWhole() && ahead.endedAt() + 1000 >= ended.endedAt().toEpochMilli();
            if (whole) {
                return seal(ended, ahead);
            }
        }
        // What is still being read of a pod that is no more may never come to an end.
        Optional<HeldRun> inMemory = held.of(ended, isThere(ended) ? LAST_WORDS : Duration.ZERO);
        if (inMemory.filter(this::holdsTheTail).isPresent()) {
            drop(ahead);
            return seal(ended, inMemory.get());
        }
        String missing = "pod-deleted";
        if (isThere(ended)) {
            boolean previous = isPrevious(ended);
            RunLog log = fromKubernetes(ended, previous);
            if (log.isWhole() && !previous && isThere(ended) && !isOfRun(ended, log)) {
                // It was started again before the cache knew.
                log.close();
                log = fromKubernetes(ended, true);
            }
            if (log.isWhole() && isThere(ended) && isOfRun(ended, log)) {
                drop(ahead);
                return seal(ended, log);
            }
            missing = why(ended, log);
        }
        return seal(ended, best(ahead, inMemory), false, missing);
    }

    private static void drop(@Nullable RunLog log) {
        if (log != null) {
            log.close();
        }
    }

    private boolean holdsTheTail(HeldRun run) {
        return run.ended() && !run.cut() && (run.begun() || run.lines() >= maxLines.getAsInt());
    }

    private SealedCapsule seal(EndedRun ended, HeldRun run) {
        return seal(ended, packed(run), run.begun(), null);
    }

    /** Of what is left of a log that Kubernetes has no more, the longest. */
    private CapsuleWriter best(@Nullable RunLog ahead, Optional<HeldRun> inMemory) {
        long followed = ahead == null ? -1 : ahead.lines();
        CapsuleWriter best = ahead == null ? new CapsuleWriter(maxLines.getAsInt(), Long.MAX_VALUE) : ahead.close();
        if (inMemory.isPresent() && inMemory.get().lines() > followed) {
            best = packed(inMemory.get());
        }
        return best;
    }

    private CapsuleWriter packed(HeldRun run) {
        byte[] text = run.text().get();
        CapsuleWriter writer = new CapsuleWriter(maxLines.getAsInt(), Long.MAX_VALUE);
        writer.write(text, 0, text.length);
        return writer;
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

    /** Whether another run has begun since: the cache may know better than who saw the end. */
    private boolean isPrevious(EndedRun ended) {
        KubePod pod = ended.pod();
        return cache.apply(pod.namespace(), pod.name()).stream()
                .flatMap(now -> ContainerRun.ended(now).stream())
                .filter(run -> run.container().equals(ended.run().container()))
                .filter(run -> run.restart() == ended.run().restart())
                .map(ContainerRun::previous)
                .findFirst()
                .orElse(ended.run().previous());
    }

    private RunLog fromKubernetes(EndedRun ended, boolean previous) throws InterruptedException {
        RunLog log = new RunLog(maxLines.getAsInt(), room)
                .start(upstream, request(ended, previous, false, maxLines.getAsInt()));
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

    /** Whether these can be the lines of the run: a container may have been started again meanwhile. */
    private static boolean isOfRun(EndedRun ended, RunLog log) {
        Instant finished = ended.run().finishedAt();
        long first = log.first();
        return finished == null
                || first == ChunkSpan.NONE
                || first <= finished.getEpochSecond() * 1_000_000_000L + SKEW;
    }

    private SealedCapsule seal(EndedRun ended, RunLog log) {
        return seal(ended, log.close(), log.reachesBack(), null);
    }

    private SealedCapsule seal(EndedRun ended, CapsuleWriter log, boolean complete, @Nullable String missing) {
        CapsuleGap gap = missing == null ? null : new CapsuleGap(null, null, missing);
        return log.seal(termination(ended), complete, gap, captures.expiry(ended), clock);
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
