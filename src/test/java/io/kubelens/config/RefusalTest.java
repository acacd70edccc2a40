package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line: the section, what is written in it, and what the refusal says of it. */
class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    routes     | store_components: ["kafka:x"]  | routes.store_components[0]: 'kafka:x' is not the name of a Camel component; write one such as kafka or aws2-s3
                    routes     | store_components: [bean]       | routes.store_components[0]: 'bean' cannot be granted, since it would get round the rules for routes
                    routes     | store_components: [kubernetes-secrets] | routes.store_components[0]: 'kubernetes-secrets' cannot be granted
                    routes     | store_components: [a, a]       | routes.store_components[1]: 'a' is named twice; keep one
                    server     | address: "8080"                | server.address: '8080' is not an address; write ":8080" or "host:8080"
                    server     | address: ":99999"              | server.address: ':99999' is not an address
                    server     | read_timeout_seconds: -1       | server.read_timeout_seconds: -1 is out of range; write 0 to 86400
                    server     | read_timeout_seconds: soon     | server.read_timeout_seconds: 'soon' is not a whole number; write one such as 10
                    server     | idle_timeout_seconds: 1.5      | server.idle_timeout_seconds: '1.5' is not a whole number
                    server     | idle_timeout_seconds: -1       | server.idle_timeout_seconds: -1 is out of range
                    server     | write_timeout_seconds: -1      | server.write_timeout_seconds: -1 is out of range
                    server     | header_timeout_seconds: 0      | server.header_timeout_seconds: 0 is out of range; write 1 to 86400
                    server     | shutdown_seconds: 100000       | server.shutdown_seconds: 100000 is out of range
                    server     | max_body_bytes: 0              | server.max_body_bytes: 0 is out of range; write 1 or more
                    server     | max_body_bytes: 3000000000     | server.max_body_bytes: 3000000000 is out of range; write at most 2147483647
                    server     | audit_logs: maybe              | server.audit_logs: 'maybe' is neither; write true or false
                    server     | cors_origins: ["*"]            | server.cors_origins[0]: '*' is not an origin as browsers send it; write https://host
                    server     | cors_origins: ["https://a.b/"] | server.cors_origins[0]: 'https://a.b/' is not an origin
                    server     | cors_origins: ["https://a.b/c"]| server.cors_origins[0]: 'https://a.b/c' is not an origin
                    server     | cors_origins: ["https://A.b"]  | server.cors_origins[0]: 'https://A.b' is not an origin
                    server     | cors_origins: ["http://a:80"]  | server.cors_origins[0]: 'http://a:80' is not an origin
                    server     | cors_origins: ["null"]         | server.cors_origins[0]: 'null' is not an origin
                    server     | cors_origins: https://a.b      | server.cors_origins: is not a list; write [one, two]
                    server     | cors_origins: [[https://a.b]]  | server.cors_origins: item 0 is not a text; write one, or remove it
                    server     | tls_cert_file: /tls.crt        | server.tls_key_file: is missing beside tls_cert_file; set both or none
                    server     | tls_key_file: /tls.key         | server.tls_cert_file: is missing beside tls_key_file; set both or none
                    auth       | keycloak_url: ""               | auth.keycloak_url: is missing; write Keycloak's base URL, such as https://sso.example.com
                    auth       | keycloak_url: sso.example.com  | auth.keycloak_url: 'sso.example.com' is not a base URL; write http:// or https:// and a host
                    auth       | keycloak_url: ftp://sso        | auth.keycloak_url: 'ftp://sso' is not a base URL
                    auth       | keycloak_url: http://sso?a=b   | auth.keycloak_url: 'http://sso?a=b' is not a base URL
                    auth       | keycloak_url: http://u:p@sso   | auth.keycloak_url: 'http://***@sso' is not a base URL
                    auth       | keycloak_url: ${KEYCLOAK}      | auth.keycloak_url: '${KEYCLOAK}' holds ${...}, which only secrets may; write the value
                    auth       | realm: ""                      | auth.realm: is missing; write the name of the Keycloak realm
                    auth       | realm: a/b                     | auth.realm: 'a/b' is not a realm; write its name, without blanks and signs such as / ? # %
                    auth       | realm: 'a"{b}'                | auth.realm: 'a"{b}' is not a realm; write its name, without blanks and signs such as / ? # %
                    auth       | client_id: ""                  | auth.client_id: is missing; write the id of the Keycloak client
                    auth       | client_id: [a]                 | auth.client_id: is a list or mapping; write one value
                    auth       | allowed_groups: []             | auth.allowed_groups: is missing or empty; name at least one group
                    auth       | allowed_groups: [/readers]     | auth.allowed_groups[0]: '/readers' is not a group name; write it without the leading /
                    auth       | allows_groups: [/readers]      | auth.allows_groups[0]: '/readers' is not a group name
                    auth       | allowed_secrets_groups: [/a]   | auth.allowed_secrets_groups[0]: '/a' is not a group name
                    auth       | accept_azp: 1                  | auth.accept_azp: '1' is neither; write true or false
                    auth       | groups_claim: " "              | auth.groups_claim: is missing; name the claim that lists the groups
                    auth       | redirect_uris: [/callback]     | auth.redirect_uris[0]: '/callback' is not a redirect URI
                    auth       | redirect_uris: ["http://a/*"]  | auth.redirect_uris[0]: 'http://a/*' is not a redirect URI; write a whole http:// or https:// URL without # and *
                    logs       | default_tail_lines: -1         | logs.default_tail_lines: -1 is out of range; write 0 to 1000000
                    logs       | default_tail_lines: 10001      | logs.default_tail_lines: 10001 is more than logs.max_tail_lines (10000); lower it or raise that
                    logs       | max_tail_lines: 0              | logs.max_tail_lines: 0 is out of range; write 1 to 1000000
                    logs       | max_tail_lines: -1             | logs.max_tail_lines: -1 is out of range; write 1 to 1000000
                    logs       | max_line_length: 0             | logs.max_line_length: 0 is out of range; write 1 to 1048576
                    logs       | merge_window_ms: -1            | logs.merge_window_ms: -1 is out of range; write 0 to 600000
                    logs       | buffer_max_bytes: 1            | logs.buffer_max_bytes: 1 is out of range; write 65536 or more
                    logs       | max_streams: -1                | logs.max_streams: -1 is out of range; write 0 or more
                    logs       | max_streams_per_user: -1       | logs.max_streams_per_user: -1 is out of range
                    logs       | worker_idle_ttl_seconds: -1    | logs.worker_idle_ttl_seconds: -1 is out of range
                    logs       | rate_limit_per_minute: -1      | logs.rate_limit_per_minute: -1 is out of range
                    logs       | rate_limit_burst: -1           | logs.rate_limit_burst: -1 is out of range
                    logs       | rate_limit_overrides: [{rate_limit_per_minute: 1}]                 | logs.rate_limit_overrides[0].namespace: is missing; name the namespace
                    logs       | rate_limit_overrides: [{namespace: A, rate_limit_per_minute: 1}]   | logs.rate_limit_overrides[0].namespace: 'A' is not a namespace's name
                    logs       | rate_limit_overrides: [{namespace: a}]                             | logs.rate_limit_overrides[0].rate_limit_per_minute: 0 is out of range; write 1 or more
                    logs       | rate_limit_overrides: [{namespace: a, rate_limit_per_minute: 1, rate: 1}] | logs.rate_limit_overrides[0].rate: is not a known key
                    logs       | rate_limit_overrides: [a]                                          | logs.rate_limit_overrides[0]: is not a mapping; write keys below it, indented
                    logs       | rate_limit_overrides: [{namespace: a, rate_limit_per_minute: 1}, {namespace: a, rate_limit_per_minute: 2}] | logs.rate_limit_overrides[1]: 'a' is named twice; keep one
                    logs       | use_redis_streams: 7           | logs.use_redis_streams: '7' is neither; write true or false
                    logs       | worker_buffer_lines: many      | logs.worker_buffer_lines: 'many' is not a whole number
                    session    | max_bytes: 0                   | session.max_bytes: 0 is out of range; write 1 or more
                    session    | max_bytes: 2000000             | session.max_bytes: 2000000 is more than server.max_body_bytes (1048576); lower it or raise that
                    storage    | kind: ../x                     | storage.kind: '../x' is not a store; write auto, memory, sqlite, postgres, redis or
                    storage    | kind: sqlite                   | storage.kind: 'sqlite' needs a storage.database_url that starts with sqlite://
                    storage    | kind: redis                    | storage.kind: 'redis' needs a Redis; set cache.enabled: true and cache.redis_url
                    storage    | database_url: mysql://u:pw@db  | storage.database_url: is not a database's URL; write postgres://user:password@host/database or sqlite:///path (its value is not shown)
                    cache      | enabled: true                  | cache.redis_url: is missing and cache.enabled is true; set it or write enabled: false
                    cache      | redis_url: http://redis        | cache.redis_url: is not a Redis URL; write redis://host:6379
                    retention  | follow: always                 | retention.follow: 'always' is not known; write on_termination, viewed, all
                    kubernetes | allowed_namespaces: []         | kubernetes.allowed_namespaces: is missing or empty; name at least one
                    kubernetes | allowed_namespaces: ["*"]      | kubernetes.allowed_namespaces[0]: '*' is not a namespace's name; write one exactly
                    kubernetes | allowed_namespaces: [a.b]      | kubernetes.allowed_namespaces[0]: 'a.b' is not a namespace's name
                    kubernetes | allowed_namespaces: [a, b, a]  | kubernetes.allowed_namespaces[2]: 'a' is named twice; keep one
                    kubernetes | allowed_namespaces: [~]        | kubernetes.allowed_namespaces: item 0 is not a text
                    kubernetes | terminated_log_ttl: -1         | kubernetes.terminated_log_ttl: -1 is out of range; write 0 or more
                    kubernetes | api: {qps: -1}                 | kubernetes.api.qps: -1.0 is no rate; write requests per second from 0 (no limit) to 1000000
                    kubernetes | api: {qps: NaN}                | kubernetes.api.qps: 'NaN' is not a number; write one such as 12.5
                    kubernetes | api: {burst: -1}               | kubernetes.api.burst: -1 is out of range
                    kubernetes | api: fast                      | kubernetes.api: is not a mapping; write keys below it, indented
                    kubernetes | api_cache: {qps: 1}            | kubernetes.api_cache.qps: is not a known key
                    kubernetes | app_groups: {enabled: 2}       | kubernetes.app_groups.enabled: '2' is neither
                    kubernetes | app_groups: {labels: {name: "a b"}} | kubernetes.app_groups.labels.name: 'a b' is not a label's key; write one such as app.kubernetes.io/name
                    kubernetes | pod_filters: {include_regex: "a("}     | kubernetes.pod_filters.include_regex: 'a(' is not a regular expression (missing closing ))
                    kubernetes | app_filters: {include_regex: "(?=a)"}  | kubernetes.app_filters.include_regex: '(?=a)' is not a regular expression
                    kubernetes | pod_filters: {exclude_labels: [a!=b]}  | kubernetes.pod_filters.exclude_labels[0]: 'a!=b' is not a label; write key or key=value
                    kubernetes | app_filters: {exclude_labels: [=b]}    | kubernetes.app_filters.exclude_labels[0]: '=b' is not a label
                    kubernetes | label_prefix: example.com/     | kubernetes.label_prefix: 'example.com/' is not a label's prefix; write one such as example.com, without the /
                    kubernetes | app_kinds: [Pod]               | kubernetes.app_kinds[0]: 'Pod' is not a kind of app; write Deployment, StatefulSet, DaemonSet, Job, CronJob
                    kubernetes | app_kinds: [Job, Job]          | kubernetes.app_kinds[1]: 'Job' is named twice
                    kubernetes | custom_resources: [{enabled: true, group: a.b, version: v1, resource: cs}] | kubernetes.custom_resources[0].kind: is missing; an enabled resource needs group, version, resource and kind
                    kubernetes | custom_resources: [{group: A}]         | kubernetes.custom_resources[0].group: 'A' is not an API group
                    kubernetes | custom_resources: [{version: V1}]      | kubernetes.custom_resources[0].version: 'V1' is not an API version
                    kubernetes | custom_resources: [{resource: Cs}]     | kubernetes.custom_resources[0].resource: 'Cs' is not a resource
                    kubernetes | custom_resources: [{group: apps, kind: Deployment}] | kubernetes.custom_resources[0].kind: 'Deployment' is built in; write it in kubernetes.app_kinds
                    kubernetes | custom_resources: [{kind: cluster}]    | kubernetes.custom_resources[0].kind: 'cluster' is not a kind
                    kubernetes | custom_resources: [{pod_label_key: /}] | kubernetes.custom_resources[0].pod_label_key: '/' is not a label's key
                    kubernetes | custom_resources: [{selector_path: a..b}] | kubernetes.custom_resources[0].selector_path: 'a..b' is not a field's path
                    ``         | packs: []                      | packs: is missing or empty; write [lens]
                    ``         | packs: [lens, lense]           | packs[1]: 'lense' is not a pack; write lens, fleet or hatch
                    ``         | metrics: {}                    | metrics: is not a known key; remove it (known here: packs, routes, server, auth,
                    logs       | max_tail_line: 5               | logs.max_tail_line: is not a known key; did you mean logs.max_tail_lines?
                    kubernetes | metrics: {}                    | kubernetes.metrics: is not a known key
                    """)
    void refusesABadValueAndNamesKeyValueAndFix(String section, String line, String refusal) {
        assertThat(Yaml.problems(Yaml.with(section, line))).singleElement().satisfies(problem -> assertThat(problem)
                .matches("config\\.yaml:\\d+: .*")
                .contains(" " + refusal));
    }

    @Test
    void saysEverythingAtOnceInTheOrderOfTheFile() {
        assertThat(
                        Yaml.problems(
                                """
                                packs: [lens, shop]
                                server:
                                  shutdown_seconds: -5
                                  max_body_byte: 1
                                logs: {max_streams: x,
                                  merge_window_ms: y}
                                auth:
                                  realm: kubelens
                                """))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("config.yaml:1: packs[1]: 'shop'"),
                        problem -> assertThat(problem)
                                .startsWith("config.yaml:1: kubernetes.allowed_namespaces: is missing"),
                        problem -> assertThat(problem).startsWith("config.yaml:3: server.shutdown_seconds: -5"),
                        problem ->
                                assertThat(problem).startsWith("config.yaml:4: server.max_body_byte: is not a known"),
                        problem -> assertThat(problem).startsWith("config.yaml:5: logs.max_streams: 'x'"),
                        problem -> assertThat(problem).startsWith("config.yaml:6: logs.merge_window_ms: 'y'"),
                        problem -> assertThat(problem).startsWith("config.yaml:7: auth.keycloak_url: is missing"),
                        problem -> assertThat(problem).startsWith("config.yaml:7: auth.client_id: is missing"));
    }

    @Test
    void refusesABadValueFromTheEnvironmentByItsVariable() {
        Map<String, String> env =
                Map.of("KUBELENS_CACHE_REDIS_URL", "http://:hunter2@redis", "KUBELENS_CACHE_ENABLED", "perhaps");

        assertThat(Yaml.problems(Yaml.REQUIRED, env))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("KUBELENS_CACHE_REDIS_URL: is not a Redis URL")
                                .doesNotContain("hunter2"),
                        problem -> assertThat(problem)
                                .isEqualTo("KUBELENS_CACHE_ENABLED: 'perhaps' is neither; write true or false"));
    }

    @Test
    void keepsAMessageOnOneLine() {
        assertThat(Yaml.problems(Yaml.with("retention", "follow: \"a\\nb" + "c".repeat(100) + "\"")))
                .singleElement()
                .asString()
                .contains("'a?bccc")
                .contains("...' is not known")
                .hasSizeLessThan(200);
    }
}
