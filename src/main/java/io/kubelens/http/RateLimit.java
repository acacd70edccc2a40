package io.kubelens.http;

import io.kubelens.config.Config;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often a user may open log streams in a namespace: a token bucket for each pair of them. Of a bucket only the time
 * is kept when it will be full; one that is full again is as good as none and is dropped. Times are those of
 * {@link System#nanoTime}. Not thread-safe.
 */
final class RateLimit {
    /** Buckets; above it those are forgotten that would be full first, so a crowd makes the limit lenient, not harsh. */
    static final int MOST = 100_000;

    private static final int FEW = 1000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    /** No bucket takes longer to fill: about 73 years, for which nanoseconds can be added without overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Map<Opener, Long> fullAt = new HashMap<>();
    private int room = FEW;

    private record Opener(String namespace, String subject) {}

    private record Rate(int perMinute, int burst) {
        static Rate of(Config.Logs config, String namespace) {
            for (Config.RateLimitOverride own : config.rateLimitOverrides()) {
                if (own.namespace().equals(namespace)) {
                    return new Rate(own.rateLimitPerMinute(), own.rateLimitBurst());
                }
            }
            return new Rate(config.rateLimitPerMinute(), config.rateLimitBurst());
        }

        long interval() {
            return MINUTE / perMinute;
        }

        /** How far from full a bucket may be that still holds a token. */
        long slack() {
            return interval() * (Math.min(burst, LONGEST / interval()) - 1);
        }
    }

    /** Takes a token if there is one: 0. Otherwise takes nothing: the nanoseconds until there will be one. */
    long take(Config.Logs config, String namespace, String subject, long now) {
        Rate rate = Rate.of(config, namespace);
        if (rate.perMinute() == 0) {
            return 0;
        }
        Opener opener = new Opener(namespace, subject);
        long untilFull = Math.max(0, fullAt.getOrDefault(opener, now) - now);
        if (untilFull > rate.slack()) {
            return untilFull - rate.slack();
        }
        makeRoom(now);
        fullAt.put(opener, now + untilFull + rate.interval());
        return 0;
    }

    /** Looks through all buckets only when they have doubled since the last time. */
    private void makeRoom(long now) {
        if (fullAt.size() < room) {
            return;
        }
        fullAt.values().removeIf(full -> full - now <= 0);
        int tooMany = fullAt.size() - MOST / 2;
        if (tooMany > 0) {
            List<Opener> soonest = fullAt.entrySet().stream()
                    .sorted(Comparator.comparingLong(bucket -> bucket.getValue() - now))
                    .limit(tooMany)
                    .map(Map.Entry::getKey)
                    .toList();
            soonest.forEach(fullAt::remove);
        }
        room = Math.clamp(2L * fullAt.size(), FEW, MOST);
    }

    int buckets() {
        return fullAt.size();
    }
}
