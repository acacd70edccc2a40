package io.kubelens.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which key of the file becomes which part of {@link Config}, and what it is when the file is silent. */
final class ConfigReader {
    private static final int TAIL_LINES = 10_000;
    private static final int LINE_LENGTH = 10_000;
    private static final int MIB = 1024 * 1024;
    private static final Set<String> TRUE = Set.of("1", "true", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("0", "false", "no", "n", "off");

    private final Findings findings;
    private final Map<String, String> env;

    ConfigReader(Findings findings, Map<String, String> env) {
        this.findings = findings;
        this.env = env;
    }

    /** Throws a {@link ConfigException} with all that is wrong. */
    Config read(Section root) {
        Set<String> packs = new LinkedHashSet<>(root.list("packs", List.of("lens")));
        root.check(() -> Config.checkPacks(packs).done());
        Config.Routes routes = routes(root.section("routes"));
        Config.Server server = server(root.section("server"));
        Config.Auth auth = auth(root.section("auth"));
        Config.Logs logs = logs(root.section("logs"));
        Config.Session session = session(root.section("session"));
        Config.Storage storage = storage(root.section("storage"));
        Config.Cache cache = cache(root.section("cache"));
        Config.Retention retention = retention(root.section("retention"));
        Config.Kubernetes kubernetes = kubernetes(root.section("kubernetes"));
        Config config = root.make(() -> findings.bad()
                ? null
                : new Config(
                        packs,
                        Objects.requireNonNull(routes),
                        Objects.requireNonNull(server),
                        Objects.requireNonNull(auth),
                        Objects.requireNonNull(logs),
                        Objects.requireNonNull(session),
                        Objects.requireNonNull(storage),
                        Objects.requireNonNull(cache),
                        Objects.requireNonNull(retention),
                        Objects.requireNonNull(kubernetes)));
        if (config == null || findings.bad()) {
            throw findings.exception();
        }
        noticeDoubts(config);
        return config;
    }

    private static Config.@Nullable Routes routes(Section section) {
        return section.make(() ->
                new Config.Routes(section.text("last_good_dir", ""), section.list("store_components", List.of())));
    }

    private Config.@Nullable Server server(Section section) {
        int writeTimeout = section.number("write_timeout_seconds", 0);
        if (writeTimeout != 0) {
            findings.notice(section.path("write_timeout_seconds"), "has no effect: a stream has no end; remove it");
        }
        return section.make(() -> new Config.Server(
                section.text("address", ""),
                section.number("read_timeout_seconds", 10),
                writeTimeout,
                section.number("idle_timeout_seconds", 60),
                section.number("header_timeout_seconds", 10),
                section.number("shutdown_seconds", 15),
                section.number("max_body_bytes", 1024 * 1024),
                section.flag("audit_logs", true),
                section.list("cors_origins", List.of()),
                section.text("tls_cert_file", ""),
                section.text("tls_key_file", "")));
    }

    private Config.@Nullable Auth auth(Section section) {
        List<String> allowedGroups = allowedGroups(section);
        return section.make(() -> new Config.Auth(
                section.text("keycloak_url", ""),
                section.text("realm", ""),
                section.text("client_id", ""),
                section.secret("client_secret"),
                allowedGroups,
                section.list("allowed_secrets_groups", List.of("k8s-admin-access")),
                section.flag("accept_azp", false),
                section.text("groups_claim", "groups"),
                section.list("redirect_uris", List.of())));
    }

    private List<String> allowedGroups(Section section) {
        String key = "allowed_groups";
        String old = "allows_groups";
        List<String> groups = section.list(key, List.of("k8s-logs-access"));
        List<String> oldGroups = section.list(old, List.of());
        if (!section.has(old)) {
            return groups;
        }
        if (section.has(key)) {
            findings.notice(section.path(old), "has no effect beside " + section.path(key) + "; remove it");
            return groups;
        }
        findings.notice(section.path(old), "is an old name; write " + section.path(key));
        findings.cause(section.path(key), findings.where(section.path(old)));
        return oldGroups;
    }

    private Config.@Nullable Logs logs(Section section) {
        Idle.LOGS.forEach(idle -> idle.read(section, findings));
        int maxTail = section.number("max_tail_lines", TAIL_LINES);
        List<Config.RateLimitOverride> overrides = section.sections("rate_limit_overrides").stream()
                .map(ConfigReader::rateLimitOverride)
                .filter(Objects::nonNull)
                .toList();
        return section.make(() -> new Config.Logs(
                section.number("default_tail_lines", Math.clamp(maxTail, 0, TAIL_LINES)),
                maxTail,
                section.number("max_line_length", LINE_LENGTH),
                section.number("merge_window_ms", 250),
                section.bytes("buffer_max_bytes", 128L * 1024 * 1024),
                section.number("max_streams", 10_000),
                section.number("max_streams_per_user", 0),
                section.number("worker_idle_ttl_seconds", 60),
                section.number("rate_limit_per_minute", 0),
                section.number("rate_limit_burst", 0),
                overrides,
                section.list("canary_namespaces", List.of())));
    }

    private static Config.@Nullable RateLimitOverride rateLimitOverride(Section section) {
        return section.make(() -> new Config.RateLimitOverride(
                section.text("namespace", ""),
                section.number("rate_limit_per_minute", 0),
                section.number("rate_limit_burst", 0)));
    }

    private static Config.@Nullable Session session(Section section) {
        return section.make(() -> new Config.Session(section.number("max_bytes", 256 * 1024)));
    }

    private static Config.@Nullable Storage storage(Section section) {
        return section.make(() -> new Config.Storage(
                section.text("kind", "auto"),
                section.secret("database_url"),
                section.bytes("max_bytes", 1024L * MIB),
                section.bytes("max_bytes_per_namespace", 256L * MIB),
                section.bytes("max_bytes_per_pod", 64L * MIB),
                section.bytes("memory_max_bytes", 32L * MIB)));
    }

    private Config.@Nullable Cache cache(Section section) {
        String variable = "KUBELENS_CACHE_REDIS_URL";
        String url = env.getOrDefault(variable, "");
        boolean fromFile = section.flag("enabled", false);
        if (url.isEmpty()) {
            boolean enabled = cacheEnabled(fromFile);
            return section.make(() -> new Config.Cache(enabled, section.secret("redis_url")));
        }
        section.idleText("redis_url");
        findings.cause(section.path("redis_url"), variable);
        boolean enabled = cacheEnabled(true);
        return section.make(() -> new Config.Cache(enabled, new Secret(url)));
    }

    private boolean cacheEnabled(boolean otherwise) {
        String variable = "KUBELENS_CACHE_ENABLED";
        String value = env.getOrDefault(variable, "");
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            return otherwise;
        }
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            findings.cause("cache.enabled", variable);
            findings.problem("cache.enabled", Checks.shown(value) + " is neither; write true or false");
        }
        return TRUE.contains(word);
    }

    private static Config.@Nullable Retention retention(Section section) {
        return section.make(() -> new Config.Retention(section.text("follow", "on_termination")));
    }

    private Config.@Nullable Kubernetes kubernetes(Section section) {
        Section apiCache = section.section("api_cache");
        Idle.API_CACHE.forEach(idle -> idle.read(apiCache, findings));
        apiCache.make(() -> apiCache);
        Config.Api api = api(section.section("api"));
        Config.AppGroups appGroups = appGroups(section.section("app_groups"));
        Config.Filters podFilters = filters(section.section("pod_filters"));
        Config.Filters appFilters = filters(section.section("app_filters"));
        List<Config.CustomResource> customResources = section.sections("custom_resources").stream()
                .map(ConfigReader::customResource)
                .filter(Objects::nonNull)
                .toList();
        return section.make(() -> new Config.Kubernetes(
                section.text("cluster_name", ""),
                section.number("terminated_log_ttl", 3600),
                api,
                section.list("allowed_namespaces", List.of()),
                appGroups,
                podFilters,
                appFilters,
                section.text("label_prefix", ""),
                section.list("app_kinds", List.of("Deployment", "StatefulSet")),
                customResources));
    }

    private static Config.Api api(Section section) {
        return section.make(
                () -> new Config.Api(section.decimal("qps", 0), section.number("burst", 0)), new Config.Api(0, 0));
    }

    private static Config.AppGroups appGroups(Section section) {
        Section labels = section.section("labels");
        Config.AppGroupLabels keys = labels.make(
                () -> new Config.AppGroupLabels(
                        labels.text("selector", ""),
                        labels.text("name", ""),
                        labels.text("environment", ""),
                        labels.text("version", "")),
                new Config.AppGroupLabels("", "", "", ""));
        return section.make(
                () -> new Config.AppGroups(section.flag("enabled", false), keys), new Config.AppGroups(false, keys));
    }

    private static Config.Filters filters(Section section) {
        return section.make(
                () -> new Config.Filters(section.text("include_regex", ""), section.list("exclude_labels", List.of())),
                new Config.Filters("", List.of()));
    }

    private static Config.@Nullable CustomResource customResource(Section section) {
        return section.make(() -> new Config.CustomResource(
                section.text("name", ""),
                section.text("group", ""),
                section.text("version", ""),
                section.text("resource", ""),
                section.text("kind", ""),
                section.flag("enabled", false),
                section.text("pod_label_key", ""),
                section.text("selector_path", "")));
    }

    /** What is allowed and probably not meant. */
    private void noticeDoubts(Config config) {
        List<Config.RateLimitOverride> overrides = config.logs().rateLimitOverrides();
        for (int i = 0; i < overrides.size(); i++) {
            if (!config.kubernetes()
                    .allowedNamespaces()
                    .contains(overrides.get(i).namespace())) {
                findings.notice(
                        "logs.rate_limit_overrides[" + i + "]",
                        "has no effect: its namespace is not in kubernetes.allowed_namespaces; remove it");
            }
        }
        List<Config.CustomResource> resources = config.kubernetes().customResources();
        for (int i = 0; i < resources.size(); i++) {
            Config.CustomResource resource = resources.get(i);
            if (resource.enabled()
                    && resource.podLabelKey().isEmpty()
                    && resource.selectorPath().isEmpty()) {
                findings.notice(
                        "kubernetes.custom_resources[" + i + "]",
                        "has no pods: neither pod_label_key nor selector_path says which are its own");
            }
        }
        Config.AppGroups groups = config.kubernetes().appGroups();
        if (groups.enabled() && groups.labels().selector().isEmpty()) {
            findings.notice(
                    "kubernetes.app_groups.enabled", "groups nothing without kubernetes.app_groups.labels.selector");
        }
    }
}
