package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTest {
    private static final Map<String, String> ENV = Map.of("CLIENT_SECRET", "hunter2", "DB_PASSWORD", "hunter3");

    @Test
    void hasTheseDefaults() {
        assertThat(Yaml.config(Yaml.REQUIRED))
                .isEqualTo(new Config(
                        Set.of("lens"),
                        new Config.Routes("", List.of()),
                        new Config.Server("", 10, 0, 60, 10, 15, 1_048_576, true, List.of(), "", ""),
                        new Config.Auth(
                                "http://localhost:8180",
                                "kubelens",
                                "kubelens",
                                Secret.NONE,
                                List.of("k8s-logs-access"),
                                List.of("k8s-admin-access"),
                                false,
                                "groups",
                                List.of()),
                        new Config.Logs(
                                10_000, 10_000, 10_000, 250, 134_217_728, 10_000, 0, 60, 0, 0, List.of(), List.of()),
                        new Config.Session(262_144),
                        new Config.Storage("auto", Secret.NONE, 1L << 30, 1L << 28, 1L << 26, 1L << 25),
                        new Config.Cache(false, Secret.NONE),
                        new Config.Retention("on_termination"),
                        new Config.Kubernetes(
                                "",
                                3600,
                                new Config.Api(0, 0),
                                List.of("default"),
                                new Config.AppGroups(false, new Config.AppGroupLabels("", "", "", "")),
                                new Config.Filters("", List.of()),
                                new Config.Filters("", List.of()),
                                "",
                                List.of("Deployment", "StatefulSet"),
                                List.of())));
    }

    @Test
    void takesEveryKeyFromTheFile() throws URISyntaxException {
        assertThat(full())
                .isEqualTo(new Config(
                        Set.of("lens", "fleet", "hatch"),
                        new Config.Routes("/var/lib/kubelens/last-good", List.of("kafka", "aws2-s3")),
                        new Config.Server(
                                "127.0.0.1:9090",
                                11,
                                30,
                                61,
                                12,
                                16,
                                2_097_152,
                                false,
                                List.of("https://lens.example.com", "http://localhost:5173"),
                                "/tls/tls.crt",
                                "/tls/tls.key"),
                        new Config.Auth(
                                "https://sso.example.com/auth/",
                                "acme",
                                "lens",
                                new Secret("hunter2"),
                                List.of("readers", "writers"),
                                List.of("keepers"),
                                true,
                                "roles",
                                List.of("https://lens.example.com/")),
                        new Config.Logs(
                                500,
                                5000,
                                20_000,
                                100,
                                268_435_456,
                                99,
                                9,
                                5,
                                60,
                                20,
                                List.of(new Config.RateLimitOverride("shop", 6, 6)),
                                List.of()),
                        new Config.Session(1000),
                        new Config.Storage(
                                "postgres",
                                new Secret("postgres://kl:hunter3@db:5432/kubelens"),
                                1L << 33,
                                1L << 32,
                                1L << 31,
                                1L << 24),
                        new Config.Cache(true, new Secret("rediss://:p%40ss@redis_cache:6380/1")),
                        new Config.Retention("viewed"),
                        new Config.Kubernetes(
                                "prod",
                                60,
                                new Config.Api(12.5, 25),
                                List.of("shop", "payments"),
                                new Config.AppGroups(
                                        true,
                                        new Config.AppGroupLabels(
                                                "app.kubernetes.io/part-of",
                                                "app.kubernetes.io/name",
                                                "env",
                                                "app.kubernetes.io/version")),
                                new Config.Filters("^web-", List.of("hidden", "tier=internal")),
                                new Config.Filters("[a-z]+", List.of("example.com/hidden=")),
                                "example.com",
                                List.of("DaemonSet", "Job"),
                                List.of(new Config.CustomResource(
                                        "databases",
                                        "postgresql.cnpg.io",
                                        "v1",
                                        "clusters",
                                        "Cluster",
                                        true,
                                        "cnpg.io/cluster",
                                        "spec.selector")))));
    }

    @Test
    void printsNoSecret() throws URISyntaxException {
        assertThat(full().toString()).contains("clientSecret=***").doesNotContain("hunter", "p%40ss", "redis_cache");
    }

    @Test
    void knowsThePortAndTheHostOfTheAddress() {
        assertThat(server(":8080").port()).hasValue(8080);
        assertThat(server(":8080").host()).isEmpty();
        assertThat(server("[::1]:0").port()).hasValue(0);
        assertThat(server("[::1]:0").host()).contains("::1");
        assertThat(server("localhost:1").host()).contains("localhost");
        assertThat(server("").port()).isEmpty();
        assertThat(server("").host()).isEmpty();
    }

    @Test
    void lowersTheDefaultTailToAMaximumThatIsLess() {
        Config.Logs logs =
                Yaml.config(Yaml.with("logs", "max_tail_lines: 5000")).logs();

        assertThat(logs.defaultTailLines()).isEqualTo(5000);
    }

    @Test
    void refusesToBeMadeOfBadValuesByHand() {
        assertThatThrownBy(() -> new Config.Session(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max_bytes: 0 is out of range; write 1 or more");
    }

    private static Config.Server server(String address) {
        return Yaml.config(Yaml.with("server", "address: \"" + address + "\"")).server();
    }

    private static Config full() throws URISyntaxException {
        URL file = Objects.requireNonNull(ConfigTest.class.getResource("/config/full.yaml"));
        return ConfigFile.read(Path.of(file.toURI()), ENV).config();
    }
}
