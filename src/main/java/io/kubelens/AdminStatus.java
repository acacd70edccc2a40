package io.kubelens;

import io.kubelens.access.SigningKeys;
import io.kubelens.config.Config;
import io.kubelens.http.CurrentRoutes;
import io.kubelens.http.OpenStreams;
import io.kubelens.kube.ClusterCache;
import io.kubelens.logs.Logs;
import io.kubelens.reload.Reloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How this replica is doing, for those who run it. */
public final class AdminStatus {
    private final LiveConfig live;
    private final Clock clock;
    private final SigningKeys keys;
    private final ClusterCache cache;
    private final Logs logs;
    private final OpenStreams streams;
    private final CurrentRoutes routes;
    private final Reloads reloads;
    private final Reloads configReloads;
    private final Instant started;

    AdminStatus(
            LiveConfig live,
            Clock clock,
            SigningKeys keys,
            ClusterCache cache,
            Logs logs,
            OpenStreams streams,
            CurrentRoutes routes,
            Reloads reloads,
            Reloads configReloads) {
        this.live = live;
        this.clock = clock;
        this.keys = keys;
        this.cache = cache;
        this.logs = logs;
        this.streams = streams;
        this.routes = routes;
        this.reloads = reloads;
        this.configReloads = configReloads;
        this.started = clock.instant();
    }

    /** As it is now. */
    public Report now() {
        Config config = live.get();
        return new Report(
                versions(),
                started.toString(),
                LogLevel.current(),
                config.storeKind(),
                new Routes(
                        routes.generation(),
                        routes.size(),
                        reloads.done(),
                        reloads.refusals(),
                        reloads.isRefused(),
                        reloads.lastRefused()),
                new Configuration(
                        configReloads.done(),
                        configReloads.refusals(),
                        configReloads.isRefused(),
                        configReloads.lastRefused()),
                new Streams(
                        streams.count(),
                        logs.counts().streams().sum(),
                        logs.counts().upstreams().sum(),
                        config.logs().maxStreams(),
                        config.logs().maxStreamsPerUser()),
                new Buffer(
                        logs.buffered(),
                        config.logs().bufferMaxBytes(),
                        logs.counts().held().sum()),
                new Sources(
                        cache.synced(),
                        cache.age().toSeconds(),
                        keys.loaded(),
                        keys.lastRefresh()
                                .map(then ->
                                        Duration.between(then, clock.instant()).toSeconds())
                                .orElse(null)));
    }

    private static Versions versions() {
        String own = AdminStatus.class.getPackage().getImplementationVersion();
        return new Versions(
                Objects.requireNonNullElse(own, "0"), Runtime.version().toString());
    }

    /**
     * {@code GET /api/v1/admin/status}.
     *
     * @param started when, RFC 3339
     * @param logLevel of everything of ours
     * @param store its kind
     */
    public record Report(
            Versions versions,
            String started,
            String logLevel,
            String store,
            Routes routes,
            Configuration configuration,
            Streams streams,
            Buffer buffer,
            Sources sources) {}

    public record Versions(String kubelens, String java) {}

    /**
     * What serves.
     *
     * @param generation 1 for the routes of the start, one more for each change
     * @param disagree whether the files are not what serves, since they were refused
     * @param lastRefused the newest first
     */
    public record Routes(
            int generation,
            int count,
            long reloads,
            long refusals,
            boolean disagree,
            List<Reloads.Refused> lastRefused) {}

    /**
     * What config.yaml says is in force, but for what needs a restart.
     *
     * @param disagree whether the file is not what is in force, since it was refused
     * @param lastRefused the newest first
     */
    public record Configuration(long reloads, long refusals, boolean disagree, List<Reloads.Refused> lastRefused) {}

    /**
     * Who reads, and what may be.
     *
     * @param open answers that are being streamed
     * @param upstreams log requests to Kubernetes
     * @param most {@code logs.max_streams}; 0 for no limit
     * @param mostPerUser {@code logs.max_streams_per_user}; 0 for no limit
     */
    public record Streams(int open, long viewers, long upstreams, int most, int mostPerUser) {}

    /**
     * Log lines in memory.
     *
     * @param heldBytes sent by Kubernetes and not yet read
     */
    public record Buffer(long bytes, long limitBytes, long heldBytes) {}

    /**
     * What is known of others.
     *
     * @param cacheAgeSeconds for how long it may be out of date; 0 while it is watched
     * @param keysAgeSeconds null before the signing keys were read
     */
    public record Sources(
            boolean cacheSynced, long cacheAgeSeconds, boolean keysLoaded, @Nullable Long keysAgeSeconds) {}
}
