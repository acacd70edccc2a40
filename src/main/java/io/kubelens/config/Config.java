package io.kubelens.config;

import java.util.List;
import java.util.Set;

/** The whole of config.yaml; every key is documented there, with its default. */
public record Config(
        Set<String> packs,
        Server server,
        Auth auth,
        Logs logs,
        Session session,
        Storage storage,
        Cache cache,
        Retention retention,
        Kubernetes kubernetes) {

    public record Server(
            String address,
            int readTimeoutSeconds,
            int writeTimeoutSeconds,
            int idleTimeoutSeconds,
            int headerTimeoutSeconds,
            int shutdownSeconds,
            int maxBodyBytes,
            boolean auditLogs,
            List<String> corsOrigins,
            String tlsCertFile,
            String tlsKeyFile) {}

    public record Auth(
            String keycloakUrl,
            String realm,
            String clientId,
            Secret clientSecret,
            List<String> allowedGroups,
            List<String> allowedSecretsGroups,
            boolean acceptAzp,
            String groupsClaim,
            List<String> redirectUris) {}

    public record Logs(
            int defaultTailLines,
            int maxTailLines,
            int maxLineLength,
            int mergeWindowMs,
            long bufferMaxBytes,
            int maxStreams,
            int maxStreamsPerUser,
            int workerIdleTtlSeconds,
            int rateLimitPerMinute,
            int rateLimitBurst,
            List<RateLimitOverride> rateLimitOverrides) {}

    public record RateLimitOverride(String namespace, int rateLimitPerMinute, int rateLimitBurst) {}

    public record Session(int maxBytes) {}

    public record Storage(String kind, Secret databaseUrl) {}

    public record Cache(boolean enabled, Secret redisUrl) {}

    public record Retention(String follow) {}

    public record Kubernetes(
            String clusterName,
            int terminatedLogTtl,
            Api api,
            List<String> allowedNamespaces,
            AppGroups appGroups,
            Filters podFilters,
            Filters appFilters,
            String labelPrefix,
            List<String> appKinds,
            List<CustomResource> customResources) {}

    public record Api(double qps, int burst) {}

    public record AppGroups(boolean enabled, AppGroupLabels labels) {}

    public record AppGroupLabels(String selector, String name, String environment, String version) {}

    /** {@code includeRegex} is RE2, unanchored, applied to the name, empty for all; {@code excludeLabels} holds
     * {@code key=value}, or {@code key} / {@code key=} for any value. */
    public record Filters(String includeRegex, List<String> excludeLabels) {}

    public record CustomResource(
            String name,
            String group,
            String version,
            String resource,
            String kind,
            boolean enabled,
            String podLabelKey,
            String selectorPath) {}
}
