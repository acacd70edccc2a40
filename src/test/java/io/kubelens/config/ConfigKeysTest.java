package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.ConfigKeys.Effect;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {
    /** Every key has another value than in {@link Yaml#REQUIRED}. */
    private static final Config OTHER = Yaml.config(
            """
            packs: [lens, fleet]
            routes: {last_good_dir: /data, store_components: [kafka]}
            server:
              address: ":1"
              read_timeout_seconds: 1
              write_timeout_seconds: 1
              idle_timeout_seconds: 1
              header_timeout_seconds: 1
              shutdown_seconds: 1
              max_body_bytes: 2000000
              audit_logs: false
              cors_origins: ["https://a.example"]
              tls_cert_file: a
              tls_key_file: a
            auth:
              keycloak_url: http://other
              realm: other
              client_id: other
              client_secret: hunter2
              allowed_groups: [other]
              allowed_secrets_groups: [other]
              accept_azp: true
              groups_claim: other
              redirect_uris: ["https://a.example/x"]
            logs:
              default_tail_lines: 1
              max_tail_lines: 1
              max_line_length: 1
              merge_window_ms: 1
              buffer_max_bytes: 65536
              max_streams: 1
              max_streams_per_user: 1
              worker_idle_ttl_seconds: 1
              canary_namespaces: [a]
              rate_limit_per_minute: 1
              rate_limit_burst: 1
              rate_limit_overrides: [{namespace: a, rate_limit_per_minute: 1}]
            session: {max_bytes: 1500000}
            storage:
              kind: postgres
              database_url: postgres://u:hunter2@h/d
              max_bytes: 1048576
              max_bytes_per_namespace: 1048576
              max_bytes_per_pod: 1048576
              memory_max_bytes: 1048576
            cache: {enabled: true, redis_url: "redis://:hunter2@h:1"}
            retention: {follow: all}
            kubernetes:
              cluster_name: a
              terminated_log_ttl: 1
              api: {qps: 1, burst: 1}
              allowed_namespaces: [a]
              app_groups: {enabled: true, labels: {selector: a, name: a, environment: a, version: a}}
              pod_filters: {include_regex: a, exclude_labels: [a]}
              app_filters: {include_regex: a, exclude_labels: [a]}
              label_prefix: a.example
              app_kinds: [Job]
              custom_resources: [{name: a}]
            """);

    private static final Config FIRST = Yaml.config(Yaml.REQUIRED);

    @Test
    void putsEveryKeyIntoExactlyOneClass() {
        assertThat(Stream.of(Effect.values()).flatMap(effect -> ConfigKeys.of(effect).stream()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.values(FIRST).keySet());
    }

    @Test
    void namesWhatDiffersInEachClass() {
        for (Effect effect : Effect.values()) {
            assertThat(ConfigKeys.changed(effect, FIRST, OTHER)).isEqualTo(ConfigKeys.of(effect));
            assertThat(ConfigKeys.changed(effect, FIRST, FIRST)).isEmpty();
        }
    }

    @Test
    void appliesTheLiveKeysAndKeepsThoseThatNeedARestart() {
        Map<String, Object> applied = ConfigKeys.values(ConfigKeys.applied(FIRST, OTHER));

        assertThat(applied).containsAllEntriesOf(only(FIRST, Effect.RESTART));
        assertThat(applied).containsAllEntriesOf(only(OTHER, Effect.LIVE));
    }

    private static Map<String, Object> only(Config config, Effect effect) {
        Map<String, Object> values = ConfigKeys.values(config);
        values.keySet().retainAll(ConfigKeys.of(effect));
        return values;
    }
}
