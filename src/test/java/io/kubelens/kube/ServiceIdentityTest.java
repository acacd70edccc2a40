package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceIdentityTest {
    private static final Map<String, String> IN_POD =
            Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443");

    private final Path dir;

    ServiceIdentityTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void isThePodsServiceAccountByDefault() throws IOException {
        Files.writeString(dir.resolve("token"), "first\n");
        var config = ServiceIdentity.find(null, IN_POD, dir);
        assertThat(config.getMasterUrl()).startsWith("https://10.0.0.1:6443");
        assertThat(config.getCaCertFile()).isEqualTo(dir.resolve("ca.crt").toString());
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
        assertThat(config.getOauthTokenProvider().toString()).doesNotContain("first");
    }

    @Test
    void bracketsAnIpv6Address() throws IOException {
        Files.writeString(dir.resolve("token"), "first");
        var config = ServiceIdentity.find(null, Map.of("KUBERNETES_SERVICE_HOST", "fd00::1"), dir);
        assertThat(config.getMasterUrl()).startsWith("https://[fd00::1]:443");
    }

    @Test
    void readsTheTokenAgainAsItRotates() throws IOException {
        Path file = Files.writeString(dir.resolve("token"), "first");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        var now = new Instant[] {start};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        ServiceAccountToken token = new ServiceAccountToken(file, clock);
        assertThat(token.getToken()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(token.getToken()).isEqualTo("first");
        now[0] = start.plus(Duration.ofSeconds(11));
        assertThat(token.getToken()).isEqualTo("second");
    }

    @Test
    void namesTheFixWhenThereIsNoCluster() {
        assertThatThrownBy(() -> ServiceIdentity.find(null, Map.of(), dir))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--kubeconfig FILE or KUBECONFIG");
        assertThatThrownBy(() -> ServiceIdentity.find(null, IN_POD, dir))
                .hasMessageContaining("--kubeconfig FILE or KUBECONFIG");
    }

    @Test
    void refusesAKubeconfigThatIsNotThereOrNamesSeveral() {
        assertThatThrownBy(() -> ServiceIdentity.find(dir.resolve("absent"), Map.of(), dir))
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> ServiceIdentity.find(null, Map.of("KUBECONFIG", "a:b"), dir))
                .hasMessageContaining("several files");
    }

    @Test
    void refusesAKubeconfigWithoutACurrentContext() throws IOException {
        Path file = Files.writeString(dir.resolve("kubeconfig"), "apiVersion: v1\nkind: Config\n");
        assertThatThrownBy(() -> ServiceIdentity.find(file, Map.of(), dir)).hasMessageContaining("current-context");
    }

    @Test
    void doesNotQuoteABrokenKubeconfig() throws IOException {
        Path file = Files.writeString(dir.resolve("kubeconfig"), "users: [{user: {token: canary: x}}\n");
        assertThatThrownBy(() -> ServiceIdentity.find(file, Map.of(), dir))
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }
}
