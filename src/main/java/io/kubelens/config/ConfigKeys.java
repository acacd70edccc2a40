package io.kubelens.config;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of config.yaml, and which of them may change while the gateway runs. */
public final class ConfigKeys {
    /** When a change of a key takes effect. */
    public enum Effect {
        /** At once. */
        LIVE,
        /** With the next start. */
        RESTART,
        /** Never: nothing reads it. */
        NONE
    }

    private static final Set<String> LIVE = Set.of(
            "auth.accept_azp",
            "auth.allowed_groups",
            "auth.allowed_secrets_groups",
            "auth.groups_claim",
            "auth.redirect_uris",
            "kubernetes.allowed_namespaces",
            "kubernetes.app_filters.exclude_labels",
            "kubernetes.app_filters.include_regex",
            "kubernetes.app_groups.enabled",
            "kubernetes.app_groups.labels.environment",
            "kubernetes.app_groups.labels.name",
            "kubernetes.app_groups.labels.selector",
            "kubernetes.app_groups.labels.version",
            "kubernetes.app_kinds",
            "kubernetes.cluster_name",
            "kubernetes.custom_resources",
            "kubernetes.label_prefix",
            "kubernetes.pod_filters.exclude_labels",
            "kubernetes.pod_filters.include_regex",
            "logs.buffer_max_bytes",
            "logs.canary_namespaces",
            "logs.default_tail_lines",
            "logs.max_line_length",
            "logs.max_streams",
            "logs.max_streams_per_user",
            "logs.max_tail_lines",
            "logs.merge_window_ms",
            "logs.rate_limit_burst",
            "logs.rate_limit_overrides",
            "logs.rate_limit_per_minute",
            "logs.worker_idle_ttl_seconds");

    private static final Set<String> RESTART = Set.of(
            "auth.client_id",
            "auth.client_secret",
            "auth.keycloak_url",
            "auth.realm",
            "cache.enabled",
            "cache.redis_url",
            "kubernetes.terminated_log_ttl",
            "packs",
            "retention.follow",
            "routes.last_good_dir",
            "routes.store_components",
            "server.address",
            "server.audit_logs",
            "server.cors_origins",
            "server.header_timeout_seconds",
            "server.idle_timeout_seconds",
            "server.max_body_bytes",
            "server.read_timeout_seconds",
            "server.shutdown_seconds",
            "server.tls_cert_file",
            "server.tls_key_file",
            "session.max_bytes",
            "storage.database_url",
            "storage.kind",
            "storage.max_bytes",
            "storage.max_bytes_per_namespace",
            "storage.max_bytes_per_pod",
            "storage.memory_max_bytes");

    private static final Set<String> NONE =
            Set.of("kubernetes.api.burst", "kubernetes.api.qps", "server.write_timeout_seconds");

    private ConfigKeys() {}

    /** The keys of that effect. */
    public static Set<String> of(Effect effect) {
        return switch (effect) {
            case LIVE -> LIVE;
            case RESTART -> RESTART;
            case NONE -> NONE;
        };
    }

    /** The keys of that effect whose values differ; a secret's are compared and not told. */
    public static SortedSet<String> changed(Effect effect, Config before, Config after) {
        Map<String, Object> old = values(before);
        Map<String, Object> now = values(after);
        SortedSet<String> changed = new TreeSet<>(of(effect));
        changed.removeIf(key -> Objects.equals(old.get(key), now.get(key)));
        return changed;
    }

    /** What runs when {@code next} is applied without a restart: the keys that need one keep their values. */
    public static Config applied(Config running, Config next) {
        return new Config(
                running.packs(),
                running.routes(),
                running.server(),
                applied(running.auth(), next.auth()),
                next.logs(),
                running.session(),
                running.storage(),
                running.cache(),
                running.retention(),
                applied(running.kubernetes(), next.kubernetes()));
    }

    private static Config.Auth applied(Config.Auth running, Config.Auth next) {
        return new Config.Auth(
                running.keycloakUrl(),
                running.realm(),
                running.clientId(),
                running.clientSecret(),
                next.allowedGroups(),
                next.allowedSecretsGroups(),
                next.acceptAzp(),
                next.groupsClaim(),
                next.redirectUris());
    }

    private static Config.Kubernetes applied(Config.Kubernetes running, Config.Kubernetes next) {
        return new Config.Kubernetes(
                next.clusterName(),
                running.terminatedLogTtl(),
                next.api(),
                next.allowedNamespaces(),
                next.appGroups(),
                next.podFilters(),
                next.appFilters(),
                next.labelPrefix(),
                next.appKinds(),
                next.customResources());
    }

    /** Of every key, by its path; a list is one value. */
    static SortedMap<String, Object> values(Config config) {
        SortedMap<String, Object> values = new TreeMap<>();
        collect("", config, values);
        return values;
    }

    private static void collect(String path, Record section, Map<String, Object> values) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = path + component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            Object value = read(component, section);
            if (value instanceof Record inner) {
                collect(key + ".", inner, values);
            } else {
                values.put(key, value);
            }
        }
    }

    private static Object read(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
