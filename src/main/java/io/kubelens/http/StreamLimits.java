package io.kubelens.http;

import io.kubelens.access.Principal;
import io.kubelens.config.Config;
import io.kubelens.logs.EventStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How many log streams may be open, and how often a user may open one. Each replica counts its own. */
public final class StreamLimits {
    /** When a stream ends nobody knows; soon enough for a user who waits, rare enough for us. */
    private static final long RETRY_SECONDS = 5;

    private final Supplier<Config.Logs> config;
    private final LongSupplier nanoTime;
    private final RateLimit rate = new RateLimit();
    private final Map<String, Integer> openOf = new HashMap<>();
    private int open;

    /**
     * {@code config} is asked for every stream, so that it may change.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public StreamLimits(Supplier<Config.Logs> config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets a stream through and counts it until it is closed. Nothing has opened it yet, so one that is refused has cost
     * Kubernetes nothing. Routes pass the caller as the object it is: a subject is hostile text, which Camel would unquote.
     *
     * @throws RuntimeException when a limit is reached; answered 429
     */
    public EventStream admit(EventStream stream, String namespace, Principal caller) {
        String subject = caller.subject();
        enter(namespace, subject);
        return new CountedStream(stream, () -> leave(subject));
    }

    private synchronized void enter(String namespace, String subject) {
        Config.Logs limits = config.get();
        int own = openOf.getOrDefault(subject, 0);
        if (isReached(limits.maxStreams(), open)) {
            throw new TooMany("too many open log streams", RETRY_SECONDS);
        }
        if (isReached(limits.maxStreamsPerUser(), own)) {
            throw new TooMany("too many open log streams of this user", RETRY_SECONDS);
        }
        long wait = rate.take(limits, namespace, subject, nanoTime.getAsLong());
        if (wait > 0) {
            throw new TooMany("log rate limit exceeded", Math.ceilDiv(wait, TimeUnit.SECONDS.toNanos(1)));
        }
        open++;
        openOf.put(subject, own + 1);
    }

    private static boolean isReached(int most, int now) {
        return most > 0 && now >= most;
    }

    private synchronized void leave(String subject) {
        open--;
        openOf.computeIfPresent(subject, (who, own) -> own == 1 ? null : own - 1);
    }
}
