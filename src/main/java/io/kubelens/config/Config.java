package io.kubelens.config;

import io.kubelens.request.Names;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The whole of config.yaml; every key is documented there, with its default, its unit and its range.
 *
 * <p>Each record refuses bad values of its own with an {@link IllegalArgumentException} that names the keys; this one
 * checks what two sections must agree on.
 */
public record Config(
        Set<String> packs,
        Routes routes,
        Server server,
        Auth auth,
        Logs logs,
        Session session,
        Storage storage,
        Cache cache,
        Retention retention,
        Kubernetes kubernetes) {
    /** What can be chosen. */
    public static final Set<String> PACKS = Set.of("lens", "fleet", "hatch");

    private static final int ANY = Integer.MAX_VALUE;
    private static final int DAY = 86_400;
    private static final int MAX_LINES = 1_000_000;
    private static final int MIB = 1024 * 1024;
    private static final int CHUNK = 64 * 1024;

    public Config {
        packs = Collections.unmodifiableSet(new LinkedHashSet<>(packs));
        checkPacks(packs)
                .atMost("session.max_bytes", session.maxBytes(), "server.max_body_bytes", server.maxBodyBytes())
                .refuseIf(
                        storage.kind().equals("redis") && !cache.enabled(),
                        "storage.kind",
                        "'redis' needs a Redis; set cache.enabled: true and cache.redis_url")
                .done();
    }

    static Checks checkPacks(Set<String> packs) {
        return new Checks()
                .filled("packs", packs, "write [lens]")
                .each("packs", packs, PACKS::contains, "is not a pack; write lens, fleet or hatch");
    }

    /**
     * {@code lastGoodDir} is a path, empty for none; {@code storeComponents} are what files in {@code routes/store/} may
     * use of Camel besides {@code sql}.
     */
    public record Routes(String lastGoodDir, List<String> storeComponents) {
        public Routes {
            storeComponents = List.copyOf(storeComponents);
            new Checks()
                    .each(
                            "store_components",
                            storeComponents,
                            Names::isLabel,
                            "is not the name of a Camel component; write one such as kafka or aws2-s3")
                    .each(
                            "store_components",
                            storeComponents,
                            name -> !StoreGrants.isRefused(name),
                            "cannot be granted, since it would get round the rules for routes; remove it")
                    .distinct("store_components", storeComponents)
                    .done();
        }
    }

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
            String tlsKeyFile) {
        public Server {
            corsOrigins = List.copyOf(corsOrigins);
            new Checks()
                    .fits("address", address, Address::isAddress, "is not an address; write \":8080\" or \"host:8080\"")
                    .range("read_timeout_seconds", readTimeoutSeconds, 0, DAY)
                    .range("write_timeout_seconds", writeTimeoutSeconds, 0, DAY)
                    .range("idle_timeout_seconds", idleTimeoutSeconds, 0, DAY)
                    .range("header_timeout_seconds", headerTimeoutSeconds, 1, DAY)
                    .range("shutdown_seconds", shutdownSeconds, 0, DAY)
                    .range("max_body_bytes", maxBodyBytes, 1, ANY)
                    .each("cors_origins", corsOrigins, Urls::isOrigin, Urls.ORIGIN_FIX)
                    .together("tls_cert_file", tlsCertFile, "tls_key_file", tlsKeyFile)
                    .done();
        }

        /** The address to bind, without brackets; empty for all of them. */
        public Optional<String> host() {
            return Address.of(address).flatMap(Address::host);
        }

        /** The port to bind, 0 for any free one; empty when {@code server.address} is unset. */
        public OptionalInt port() {
            return Address.of(address).stream().mapToInt(Address::port).findFirst();
        }
    }

    public record Auth(
            String keycloakUrl,
            String realm,
            String clientId,
            Secret clientSecret,
            List<String> allowedGroups,
            List<String> allowedSecretsGroups,
            boolean acceptAzp,
            String groupsClaim,
            List<String> redirectUris) {
        private static final String GROUP_FIX = "is not a group name; write it without the leading /";

        public Auth {
            allowedGroups = List.copyOf(allowedGroups);
            allowedSecretsGroups = List.copyOf(allowedSecretsGroups);
            redirectUris = List.copyOf(redirectUris);
            new Checks()
                    .given("keycloak_url", keycloakUrl, "write Keycloak's base URL, such as https://sso.example.com")
                    .fits("keycloak_url", keycloakUrl, Urls::isBase, Urls.BASE_FIX)
                    .given("realm", realm, "write the name of the Keycloak realm")
                    .fits(
                            "realm",
                            realm,
                            Urls::isSegment,
                            "is not a realm; write its name, without blanks and signs such as / ? # %")
                    .given("client_id", clientId, "write the id of the Keycloak client, which tokens name in aud")
                    .filled("allowed_groups", allowedGroups, "name at least one group, or nobody may come in")
                    .each("allowed_groups", allowedGroups, Auth::isGroup, GROUP_FIX)
                    .each("allowed_secrets_groups", allowedSecretsGroups, Auth::isGroup, GROUP_FIX)
                    .given("groups_claim", groupsClaim, "name the claim that lists the groups")
                    .each("redirect_uris", redirectUris, Urls::isRedirect, Urls.REDIRECT_FIX)
                    .done();
        }

        /** Keycloak writes full paths, and the gate strips their first slash: a name that has one matches nobody. */
        private static boolean isGroup(String name) {
            return !name.isBlank() && !name.startsWith("/");
        }
    }

    /** {@code rateLimitBurst} is what applies: the rate where config.yaml has 0. */
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
            List<RateLimitOverride> rateLimitOverrides,
            List<String> canaryNamespaces) {
        public Logs {
            rateLimitOverrides = List.copyOf(rateLimitOverrides);
            canaryNamespaces = List.copyOf(canaryNamespaces);
            new Checks()
                    .range("default_tail_lines", defaultTailLines, 0, MAX_LINES)
                    .range("max_tail_lines", maxTailLines, 1, MAX_LINES)
                    .atMost("default_tail_lines", defaultTailLines, "logs.max_tail_lines", maxTailLines)
                    .range("max_line_length", maxLineLength, 1, MIB)
                    .range("merge_window_ms", mergeWindowMs, 0, 600_000)
                    .range("buffer_max_bytes", bufferMaxBytes, CHUNK, Long.MAX_VALUE)
                    .range("max_streams", maxStreams, 0, ANY)
                    .range("max_streams_per_user", maxStreamsPerUser, 0, ANY)
                    .range("worker_idle_ttl_seconds", workerIdleTtlSeconds, 0, DAY)
                    .range("rate_limit_per_minute", rateLimitPerMinute, 0, ANY)
                    .range("rate_limit_burst", rateLimitBurst, 0, ANY)
                    .distinct("rate_limit_overrides", rateLimitOverrides, RateLimitOverride::namespace)
                    .each("canary_namespaces", canaryNamespaces, Names::isLabel, Kubernetes.NAMESPACE_FIX)
                    .distinct("canary_namespaces", canaryNamespaces)
                    .done();
            rateLimitBurst = rateLimitBurst == 0 ? rateLimitPerMinute : rateLimitBurst;
        }
    }

    /** {@code rateLimitBurst} is what applies: the rate where config.yaml has 0. */
    public record RateLimitOverride(String namespace, int rateLimitPerMinute, int rateLimitBurst) {
        public RateLimitOverride {
            new Checks()
                    .given("namespace", namespace, "name the namespace that the limit is for")
                    .fits("namespace", namespace, Names::isLabel, Kubernetes.NAMESPACE_FIX)
                    .range("rate_limit_per_minute", rateLimitPerMinute, 1, ANY)
                    .range("rate_limit_burst", rateLimitBurst, 0, ANY)
                    .done();
            rateLimitBurst = rateLimitBurst == 0 ? rateLimitPerMinute : rateLimitBurst;
        }
    }

    public record Session(int maxBytes) {
        public Session {
            new Checks().range("max_bytes", maxBytes, 1, ANY).done();
        }
    }

    /** The route file of the store that all of this chooses: a name in {@code routes/store/}, without {@code .yaml}. */
    public String storeKind() {
        if (!storage.kind().equals("auto")) {
            return storage.kind();
        }
        if (cache.enabled()) {
            return "redis";
        }
        return storage.databaseUrl().isPresent() ? storage.databaseKind() : "memory";
    }

    /** Sizes are of what is kept, packed. */
    public record Storage(
            String kind,
            Secret databaseUrl,
            long maxBytes,
            long maxBytesPerNamespace,
            long maxBytesPerPod,
            long memoryMaxBytes) {
        /** The stores that are in the product. */
        public static final Set<String> KINDS = Set.of("memory", "sqlite", "postgres", "redis");

        private static final String KIND_FIX =
                "is not a store; write auto, memory, sqlite, postgres, redis or the name of a file in routes/store/";

        private static final String URL_FIX =
                "is not a database's URL;" + " write postgres://user:password@host/database or sqlite:///path";

        public Storage {
            new Checks()
                    .fits("kind", kind, Names::isLabel, KIND_FIX)
                    .fits("database_url", databaseUrl, Urls::isDatabase, URL_FIX)
                    .refuseIf(
                            Set.of("sqlite", "postgres").contains(kind)
                                    && !Urls.databaseKind(databaseUrl.reveal()).equals(kind),
                            "kind",
                            Checks.shown(kind) + " needs a storage.database_url that starts with " + kind + "://")
                    .range("max_bytes", maxBytes, MIB, Long.MAX_VALUE)
                    .range("max_bytes_per_namespace", maxBytesPerNamespace, MIB, Long.MAX_VALUE)
                    .range("max_bytes_per_pod", maxBytesPerPod, MIB, Long.MAX_VALUE)
                    .range("memory_max_bytes", memoryMaxBytes, MIB, Long.MAX_VALUE)
                    .done();
        }

        /** {@code postgres} or {@code sqlite}, as {@code database_url} says; empty without one. */
        public String databaseKind() {
            return Urls.databaseKind(databaseUrl.reveal());
        }

        /** The file that {@code database_url} names, if it is SQLite's: absolute after a third slash. */
        public String sqlitePath() {
            return Urls.sqlitePath(databaseUrl.reveal());
        }
    }

    public record Cache(boolean enabled, Secret redisUrl) {
        private static final String URL_FIX =
                "is not a Redis URL; write redis://host:6379 or rediss://user:password@host:6379";

        public Cache {
            new Checks()
                    .fits("redis_url", redisUrl, Urls::isRedis, URL_FIX)
                    .refuseIf(
                            enabled && !redisUrl.isPresent(),
                            "redis_url",
                            "is missing and cache.enabled is true; set it or write enabled: false")
                    .done();
        }
    }

    public record Retention(String follow) {
        public Retention {
            new Checks()
                    .oneOf("follow", follow, List.of("on_termination", "viewed", "all"))
                    .done();
        }
    }

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
            List<CustomResource> customResources) {
        static final String NAMESPACE_FIX =
                "is not a namespace's name; write one exactly (lower-case letters, digits and -), no pattern";
        private static final List<String> APP_KINDS =
                List.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob");

        public Kubernetes {
            allowedNamespaces = List.copyOf(allowedNamespaces);
            appKinds = List.copyOf(appKinds);
            customResources = List.copyOf(customResources);
            new Checks()
                    .range("terminated_log_ttl", terminatedLogTtl, 0, ANY)
                    .filled("allowed_namespaces", allowedNamespaces, "name at least one, or there is nothing to see")
                    .each("allowed_namespaces", allowedNamespaces, Names::isLabel, NAMESPACE_FIX)
                    .distinct("allowed_namespaces", allowedNamespaces)
                    .fits(
                            "label_prefix",
                            labelPrefix,
                            Names::isSubdomain,
                            "is not a label's prefix; write one such as example.com, without the /")
                    .each(
                            "app_kinds",
                            appKinds,
                            APP_KINDS::contains,
                            "is not a kind of app; write " + String.join(", ", APP_KINDS)
                                    + ", or use kubernetes.custom_resources")
                    .distinct("app_kinds", appKinds)
                    .distinct(
                            "custom_resources",
                            customResources.stream()
                                    .filter(CustomResource::enabled)
                                    .map(kind -> kind.resource() + "." + kind.group())
                                    .toList())
                    .done();
        }
    }

    public record Api(double qps, int burst) {
        public Api {
            new Checks()
                    .refuseUnless(
                            qps >= 0 && qps <= MAX_LINES,
                            "qps",
                            qps + " is no rate; write requests per second from 0 (no limit) to " + MAX_LINES)
                    .range("burst", burst, 0, ANY)
                    .done();
        }
    }

    public record AppGroups(boolean enabled, AppGroupLabels labels) {}

    public record AppGroupLabels(String selector, String name, String environment, String version) {
        public AppGroupLabels {
            new Checks()
                    .labelKey("selector", selector)
                    .labelKey("name", name)
                    .labelKey("environment", environment)
                    .labelKey("version", version)
                    .done();
        }
    }

    /**
     * {@code includeRegex} is RE2, unanchored, applied to the name, empty for all; {@code excludeLabels} holds
     * {@code key=value}, or {@code key} / {@code key=} for any value.
     */
    public record Filters(String includeRegex, List<String> excludeLabels) {
        public Filters {
            excludeLabels = List.copyOf(excludeLabels);
            new Checks()
                    .regex("include_regex", includeRegex)
                    .each(
                            "exclude_labels",
                            excludeLabels,
                            Labels::isExclusion,
                            "is not a label; write key or key=value")
                    .done();
        }
    }

    public record CustomResource(
            String name,
            String group,
            String version,
            String resource,
            String kind,
            boolean enabled,
            String podLabelKey,
            String selectorPath) {
        private static final String NEEDS = "an enabled resource needs group, version, resource and kind";

        public CustomResource {
            Checks checks = new Checks()
                    .fits(
                            "group",
                            group,
                            Names::isSubdomain,
                            "is not an API group; write one such as postgresql.cnpg.io")
                    .fits("version", version, Names::isLabel, "is not an API version; write one such as v1")
                    .fits(
                            "resource",
                            resource,
                            Names::isLabel,
                            "is not a resource; write the lower-case plural, such as clusters")
                    .fits("kind", kind, Labels::isKind, "is not a kind; write one such as Cluster")
                    .labelKey("pod_label_key", podLabelKey)
                    .fits(
                            "selector_path",
                            selectorPath,
                            Labels::isFieldPath,
                            "is not a field's path; write one such as spec.selector")
                    .refuseIf(
                            (group.equals("apps") || group.equals("batch")) && Kubernetes.APP_KINDS.contains(kind),
                            "kind",
                            Checks.shown(kind) + " is built in; write it in kubernetes.app_kinds");
            if (enabled) {
                checks.given("group", group, NEEDS)
                        .given("version", version, NEEDS)
                        .given("resource", resource, NEEDS)
                        .given("kind", kind, NEEDS);
            }
            checks.done();
        }
    }
}
