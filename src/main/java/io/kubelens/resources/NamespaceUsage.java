package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pods of one namespace use: read from Kubernetes in one list every 15 to 17 s while somebody looks and 15
 * minutes after, whatever the number of lookers; then forgotten. One answer is awaited at a time.
 */
final class NamespaceUsage {
    static final Duration KEPT = Duration.ofMinutes(15);
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceUsage.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration EVERY_WHEN_REFUSED = Duration.ofMinutes(1);
    private static final Duration JITTER = Duration.ofSeconds(2);
    /** With 1.8 KB each, at most 18 MB for a namespace. */
    private static final int MAX_PODS = 10_000;

    private final String namespace;
    private final Function<String, List<PodMetrics>> kubernetes;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Executor executor;

    private final Map<String, UsageHistory> histories = new HashMap<>();
    private Map<String, Usage> latest = Map.of();
    private boolean known;
    private long readAt;
    private @Nullable Watching watching;
    private long due;
    private boolean asking;
    private String told = "";

    /** One stretch of time in which somebody looks. */
    private static final class Watching {
        final CompletableFuture<Void> first = new CompletableFuture<>();
        final long waitingSince = System.nanoTime();
        long lookedAt;
    }

    private record Measurement(String pod, Instant at, Usage usage) {}

    /**
     * Asks for nothing yet.
     *
     * @param kubernetes the measurements of a namespace; may block and throw
     * @param clock of the measurements
     * @param nanoTime of the pace, in ns from anywhere
     * @param executor for asking
     */
    NamespaceUsage(
            String namespace,
            Function<String, List<PodMetrics>> kubernetes,
            Clock clock,
            LongSupplier nanoTime,
            Executor executor) {
        this.namespace = namespace;
        this.kubernetes = kubernetes;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.executor = executor;
    }

    /** Somebody looks. Who is first waits for the answer, at most until {@code patience} after it was asked for. */
    LatestUsage look(Duration patience) {
        Watching mine = watch();
        tick();
        await(mine, patience);
        return latest();
    }

    private synchronized Watching watch() {
        Watching mine = watching;
        if (mine == null) {
            mine = new Watching();
            watching = mine;
            due = nanoTime.getAsLong();
        }
        mine.lookedAt = nanoTime.getAsLong();
        return mine;
    }

    private static void await(Watching mine, Duration patience) {
        long left = patience.toNanos() - (System.nanoTime() - mine.waitingSince);
        if (mine.first.isDone() || left <= 0) {
            return;
        }
        try {
            mine.first.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Then without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized LatestUsage latest() {
        long age = nanoTime.getAsLong() - readAt;
        return known && age <= KEPT.toNanos()
                ? new LatestUsage(true, TimeUnit.NANOSECONDS.toSeconds(age), latest)
                : LatestUsage.UNKNOWN;
    }

    /** What a pod used from then on; nothing when it is not measured. */
    synchronized List<UsageHistory.Sample> samples(String pod, Instant oldest) {
        UsageHistory history = histories.get(pod);
        return history == null ? List.of() : history.since(oldest);
    }

    /** Asks when it is time to; forgets when nobody looks any more. */
    void tick() {
        Watching mine = due();
        if (mine != null) {
            executor.execute(() -> ask(mine));
        }
    }

    private synchronized @Nullable Watching due() {
        Watching mine = watching;
        long now = nanoTime.getAsLong();
        if (mine == null || asking) {
            return null;
        }
        if (now - mine.lookedAt > KEPT.toNanos()) {
            watching = null;
            forget();
            return null;
        }
        asking = now - due >= 0;
        return asking ? mine : null;
    }

    private void ask(Watching mine) {
        Duration pause = EVERY;
        try {
            List<PodMetrics> answer = kubernetes.apply(namespace);
            Instant now = clock.instant();
            take(answer.stream()
                    .map(pod -> new Measurement(pod.getMetadata().getName(), time(pod, now), Usage.of(pod)))
                    .toList());
        } catch (RuntimeException e) {
            pause = failed(e) ? EVERY_WHEN_REFUSED : EVERY;
        } finally {
            asked(pause);
            mine.first.complete(null);
        }
    }

    private synchronized void asked(Duration pause) {
        asking = false;
        due = nanoTime.getAsLong()
                + pause.toNanos()
                + ThreadLocalRandom.current().nextLong(JITTER.toNanos());
    }

    private synchronized void take(List<Measurement> measurements) {
        Map<String, Usage> usages = new HashMap<>();
        for (Measurement one : measurements) {
            if (histories.size() < MAX_PODS || histories.containsKey(one.pod)) {
                usages.put(one.pod, one.usage);
                histories.computeIfAbsent(one.pod, any -> new UsageHistory()).add(one.at, one.usage);
            }
        }
        Instant oldest = clock.instant().minus(KEPT);
        histories.values().forEach(history -> history.forgetBefore(oldest));
        histories.values().removeIf(UsageHistory::isEmpty);
        latest = usages;
        readAt = nanoTime.getAsLong();
        known = true;
        told = "";
    }

    /** A node's clock may be ahead. */
    private static Instant time(PodMetrics pod, Instant now) {
        String measured = Kept.text(pod.getTimestamp());
        Instant at = measured.isEmpty() ? now : Instant.parse(measured);
        return at.isAfter(now) ? now : at;
    }

    /** Whether Kubernetes says that there is nothing to be had. What it told before an outage stays, and grows old. */
    private synchronized boolean failed(RuntimeException failure) {
        int code = failure instanceof KubernetesClientException refusal ? refusal.getCode() : 0;
        if (code == 404) {
            tell("404", "Kubernetes has no metrics.k8s.io (404): shown without usage; install a Metrics Server");
        } else if (code == 401 || code == 403) {
            tell(
                    "403",
                    "Kubernetes answers " + code + " for usage: shown without; grant list on pods of"
                            + " metrics.k8s.io");
        } else {
            tell("failing", "Kubernetes cannot be asked for usage, retrying: " + failure);
            return false;
        }
        forget();
        return true;
    }

    private void forget() {
        histories.clear();
        latest = Map.of();
        known = false;
    }

    private void tell(String state, String message) {
        if (!state.equals(told)) {
            LOG.warn("{} in {}", message, namespace);
        }
        told = state;
    }
}
